import type { SendItem } from '../delivery/types';
import { renderMessage } from '../message/template';
import type { Message } from '../message/types';
import { describeLocal } from '../schedule/next';
import { localTime } from '../schedule/zone';
import type { Issue } from '../errors';
import { STEADY_AFTER, type IncidentEvent, type MonitorState } from './incident';
import { nameOf, type IncidentFacts, type Monitor } from './monitor';

const USUAL: Readonly<Record<IncidentEvent, string>> = {
  down: '🔴 *{{name}}* is down: {{reason}}. It began {{sinceText}}.',
  'still-down': '🔴 *{{name}}* is still down after {{duration}}: {{reason}}.',
  recovered: '🟢 *{{name}}* is up again after {{duration}}. It had been down since {{sinceText}}: {{reason}}.',
  flapping:
    '🟠 *{{name}}* goes up and down, {{falls}} times within an hour; last {{reason}}. Its changes are not told until it keeps still for {{steadyMinutes}} minutes.',
  'steady-up': '🟢 *{{name}}* has been up for {{steadyMinutes}} minutes.',
  'steady-down': '🔴 *{{name}}* has been down for {{steadyMinutes}} minutes: {{reason}}.',
};

/**
 * The message of an event. Its id comes from the incident, so that making it again makes no second message:
 * "monitor/shop/t7k2m0-3/down"; all of an incident share a thread.
 *
 * @param now - epoch seconds
 */
export function itemOf(
  monitor: Monitor,
  state: MonitorState,
  event: IncidentEvent,
  now: number,
): { item: SendItem; issues: Issue[] } {
  const { id, to, timeZone = 'Etc/UTC' } = monitor;
  const ends = event === 'recovered' ? state.succeedingSince : now;
  const facts = {
    ...factsOf(monitor, state, ends),
    falls: state.falls.length,
    steadyMinutes: STEADY_AFTER / 60,
  };
  const { message, issues } = renderMessage(templateOf(monitor, event), facts, { now: now * 1000, timeZone });
  const incident = `${state.bornAt.toString(36)}-${state.incident}`;
  const kind = event === 'still-down' ? `still-down-${state.reminders}` : event;
  return {
    item: {
      to,
      message,
      id: `monitor/${id}/${incident}/${kind}`,
      threadKey: `monitor-${id}-${incident}`,
      priority: priorityOf(monitor, event),
    },
    issues,
  };
}

/** A reminder disturbs nobody at night. */
export const priorityOf = (
  { priority = 'critical' }: Monitor,
  event: IncidentEvent,
): NonNullable<SendItem['priority']> => (event === 'still-down' && priority === 'critical' ? 'normal' : priority);

function templateOf({ messages = {} }: Monitor, event: IncidentEvent): string | Message {
  const own = { down: messages.down, 'still-down': messages.stillDown, recovered: messages.recovered };
  return (event in own ? own[event as keyof typeof own] : undefined) ?? USUAL[event];
}

/** @param until - the end of the span that `duration` tells, epoch seconds */
function factsOf(monitor: Monitor, state: MonitorState, until: number): IncidentFacts {
  const { timeZone = 'Etc/UTC' } = monitor;
  const since = state.failingSince;
  const durationMinutes = Math.max(0, Math.round((until - since) / 60));
  return {
    monitor: monitor.id,
    name: nameOf(monitor),
    reason: state.reason,
    since: new Date(since * 1000),
    sinceText: `${describeLocal(Math.floor(localTime(since * 1000, timeZone) / 60_000) * 60_000)}${timeZone === 'Etc/UTC' ? ' UTC' : ''}`,
    duration: durationInWords(durationMinutes),
    durationMinutes,
  };
}

/** "less than a minute", "12 min", "2 h 5 min", "3 d 4 h". */
export function durationInWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} d${hours === 0 ? '' : ` ${hours} h`}`;
  if (hours > 0) return `${hours} h${rest === 0 ? '' : ` ${rest} min`}`;
  return `${rest} min`;
}
