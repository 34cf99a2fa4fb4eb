import { heldUntil, type Quiet } from '../delivery/quiet';
import type { SendItem } from '../delivery/types';
import { countOf } from '../message/wording';
import { formatInstant } from './zone';

/** What was dropped while a webhook was quiet: "cc/u/d/ops" holds {"n":14,"s":…,"u":…}: how many, since when, until when. */
export const DROPPED_PREFIX = 'cc/u/d/';

interface Dropped {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
}

function readDropped(text: string | undefined): Dropped | undefined {
  try {
    const { n, s, u } = JSON.parse(text ?? '') as Record<string, unknown>;
    return typeof n === 'number' && typeof s === 'number' && typeof u === 'number'
      ? { count: n, since: s, until: u }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Counts messages that are dropped, so that none is dropped silently. Two executions that drop at the same instant may
 * count one too few.
 *
 * @param dropped - the webhooks that messages were dropped for, one entry each time, and why
 * @returns entries of the store to write
 */
export function countDropped(
  snapshot: Readonly<Record<string, string>>,
  dropped: Parameters<Quiet['count']>[0],
  now: number,
): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const { to, hold } of dropped) {
    const key = DROPPED_PREFIX + to;
    const before = readDropped(entries[key] ?? snapshot[key]);
    const count = (before?.count ?? 0) + 1;
    entries[key] = JSON.stringify({ n: count, s: before?.since ?? now, u: Math.max(before?.until ?? 0, hold.until) });
  }
  return entries;
}

/**
 * Tells each webhook that is no longer quiet what was dropped meanwhile.
 *
 * @param now - epoch milliseconds
 * @returns the messages, and for each the key of its count, to be removed once it is taken
 */
export function planDroppedNotices(
  snapshot: Readonly<Record<string, string>>,
  quiet: Quiet,
  now: number,
): { readonly item: SendItem; readonly key: string }[] {
  const notices: { item: SendItem; key: string }[] = [];
  for (const key of Object.keys(snapshot)) {
    if (!key.startsWith(DROPPED_PREFIX)) continue;
    const dropped = readDropped(snapshot[key]);
    const to = key.slice(DROPPED_PREFIX.length);
    if (dropped === undefined || heldUntil(quiet, { to, priority: 'normal' }, now) > 0) continue;
    const { count, since } = dropped;
    const item: SendItem = {
      to,
      id: `quiet/${to}/${since}`.slice(0, 200),
      message: `🔕 ${countOf(count, 'message')} for this space ${count === 1 ? 'was' : 'were'} dropped while it was quiet, the first at ${formatInstant(since)}.`,
    };
    notices.push({ item, key });
  }
  return notices;
}
