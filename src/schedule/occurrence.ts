import type { SendItem } from '../delivery/types';
import type { Message } from '../message/types';
import type { Occurrence, Schedule } from './schedule';
import { dateText } from './days';
import { formatInstant, formatLocal, localTime } from './zone';

/** What a message of an occurrence is made from. @param at - epoch milliseconds */
export function occurrenceOf({ id, timeZone }: Schedule, at: number, missed: number): Occurrence {
  const local = localTime(at, timeZone);
  return {
    schedule: id,
    at: new Date(at),
    localTime: formatLocal(local),
    localDate: dateText(local),
    timeZone,
    missed,
  };
}

/**
 * The delivery of an occurrence. Its id comes from the schedule and the instant alone, so that making it again makes no
 * second message: "schedule/standup/2026-11-24T02:00:00Z".
 */
export function itemOf(schedule: Schedule, occurrence: Occurrence, message: string | Message): SendItem {
  const threadKey = threadKeyOf(schedule, occurrence);
  const { to, priority, expiresAfterMinutes } = schedule;
  return {
    to,
    message,
    id: `schedule/${schedule.id}/${formatInstant(occurrence.at.getTime())}`,
    ...(threadKey !== undefined && { threadKey }),
    ...(priority !== undefined && { priority }),
    ...(expiresAfterMinutes !== undefined && {
      expiresAt: formatInstant(occurrence.at.getTime() + expiresAfterMinutes * 60_000),
    }),
  };
}

function threadKeyOf(
  { id, thread = 'none', threadKey }: Schedule,
  { localDate, localTime: time }: Occurrence,
): string | undefined {
  if (threadKey !== undefined) return threadKey;
  if (thread === 'none') return undefined;
  const part = { schedule: '', day: `-${localDate}`, occurrence: `-${time}` }[thread];
  return `schedule-${id}${part}`;
}
