import { InvalidSettingsError, type Issue } from '../errors';
import { believable } from '../delivery/stored-time';
import { show } from '../message/wording';
import type { StoreChanges } from './shards';
import { readMoment } from './zone';

/** One key per muted webhook: "cc/u/m/ops" holds {"u":1764036000000,"w":"drop"}; "cc/u/m/*" is all of them. */
export const MUTE_PREFIX = 'cc/u/m/';

/** A webhook that is not to be disturbed for a while. It ends by itself. */
export interface Mute {
  /** Epoch milliseconds. */
  readonly until: number;
  /** What becomes of messages; undefined leaves it to the webhook's quiet hours, or else sends them at the end. */
  readonly meanwhile: 'send-later' | 'digest' | 'drop' | undefined;
}

/** How to mute. */
export interface MuteOptions {
  /**
   * What becomes of messages meanwhile: sent at the end, folded into one at the end, or dropped.
   * @default as the webhook's quiet hours say, or else 'send-later'
   */
  readonly meanwhile?: 'send-later' | 'digest' | 'drop';
}

const MEANWHILE = ['send-later', 'digest', 'drop'] as const;
const DAY_MS = 86_400_000;

/** A mute that nobody ends must not hide messages for ever. */
const MAX_DAYS = 31;

/** The mutes of a copy of the store, over or not, by webhook. @param now - epoch milliseconds */
export function readMutes(snapshot: Readonly<Record<string, string>>, now: number): Map<string, Mute> {
  const mutes = new Map<string, Mute>();
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(MUTE_PREFIX)) continue;
    try {
      const { u, w } = JSON.parse(snapshot[key] ?? '') as { u?: unknown; w?: unknown };
      const meanwhile = MEANWHILE.find((known) => known === w);
      mutes.set(key.slice(MUTE_PREFIX.length), { until: believable(u, now, MAX_DAYS * DAY_MS), meanwhile });
    } catch {
      // Not of our making: no mute.
    }
  }
  return mutes;
}

/**
 * Mutes webhooks until a time, or ends that.
 *
 * @param to - a webhook's name, several, or "*" for all
 * @param until - an instant "2026-11-24T18:00:00Z", a local time "2026-11-24T18:00", or null to end the mute now
 * @param known - the names that exist
 * @param timeZone - the zone of a local time
 * @returns what to write, and until when
 * @throws {@link InvalidSettingsError} no such webhook, no such time, or one that is past or more than 31 days away
 */
export function planMute(
  snapshot: Readonly<Record<string, string>>,
  to: unknown,
  until: unknown,
  { meanwhile }: MuteOptions,
  known: readonly string[],
  timeZone: string,
  now: number,
): StoreChanges & { readonly until: number } {
  const names: unknown[] = Array.isArray(to) ? to : [to];
  const issues: Issue[] = names
    .filter((name) => name !== '*' && !known.includes(name as string))
    .map((name) => ({
      path: 'to',
      problem: 'is no webhook',
      expected: known.length === 0 ? 'a webhook that is set up' : `"*" or one of ${known.join(', ')}`,
      received: show(name),
    }));
  if (names.length === 0) issues.push({ path: 'to', problem: 'is empty', expected: 'a webhook', received: 'no name' });
  const end = until === null ? now : typeof until === 'string' ? readMoment(until, timeZone) : undefined;
  const expected = `a time of the next ${MAX_DAYS} days such as "${new Date(now + 3_600_000).toISOString().slice(0, 16)}Z", or null to end it`;
  if (end === undefined) issues.push({ path: 'until', problem: 'is no time', expected, received: show(until) });
  else if (until !== null && end <= now)
    issues.push({ path: 'until', problem: 'is past', expected, received: show(until) });
  else if (end > now + MAX_DAYS * DAY_MS)
    issues.push({ path: 'until', problem: 'is too far away', expected, received: show(until) });
  if (meanwhile !== undefined && !MEANWHILE.includes(meanwhile)) {
    issues.push({
      path: 'meanwhile',
      problem: 'is not valid',
      expected: MEANWHILE.map((one) => `"${one}"`).join(' or '),
      received: show(meanwhile),
    });
  }
  if (issues.length > 0 || end === undefined) throw new InvalidSettingsError(issues);
  const keys = names.map((name) => MUTE_PREFIX + String(name));
  const over = [...readMutes(snapshot, now)]
    .filter(([, mute]) => mute.until <= now)
    .map(([name]) => MUTE_PREFIX + name);
  if (until === null) {
    const removals = [...new Set([...keys, ...over])].filter((key) => snapshot[key] !== undefined);
    return { entries: {}, removals, until: now };
  }
  const value = JSON.stringify({ u: end, ...(meanwhile !== undefined && { w: meanwhile }) });
  return {
    entries: Object.fromEntries(keys.map((key) => [key, value])),
    removals: over.filter((key) => !keys.includes(key)),
    until: end,
  };
}
