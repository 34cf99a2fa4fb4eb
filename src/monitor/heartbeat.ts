import { createCron } from '../schedule/cron';
import type { CheckOutcome } from './expectation';
import type { Monitor } from './monitor';
import { MONITOR_PREFIX } from './keys';

/**
 * Jobs that must call in. Each has a key of its own, so that calls need no lock: "cc/m/b/backup" holds "1764036000", the
 * epoch second of the last call, or "1764036000 disk full" when the job said that it failed.
 */
export const BEAT_PREFIX = `${MONITOR_PREFIX}b/`;

/** How late a call may be when nothing else is said, minutes. */
const GRACE_MINUTES = 5;

type Snapshot = Readonly<Record<string, string>>;

interface Beat {
  /** Epoch seconds. */
  readonly at: number;
  /** Why the job says it failed; '' when it does not. */
  readonly failure: string;
}

/**
 * Notes that a job has called in.
 *
 * @param id - the monitor's id
 * @param now - epoch milliseconds
 * @param failure - in few words why it failed; '' when it did not
 * @returns entries of the store to write
 */
export function noteHeartbeat(id: string, now: number, failure = ''): Record<string, string> {
  const text = failure.replace(/\s+/g, ' ').trim().slice(0, 120);
  return { [BEAT_PREFIX + id]: `${Math.floor(now / 1000)}${text === '' ? '' : ` ${text}`}` };
}

/** Whether the last call of a job said that it failed: that is not waited for. */
export const hasReportedFailure = (snapshot: Snapshot, id: string): boolean =>
  (readBeat(snapshot[BEAT_PREFIX + id])?.failure ?? '') !== '';

function readBeat(text: string | undefined): Beat | undefined {
  const [, at, failure = ''] = /^(\d+)(?: (.*))?$/.exec(text ?? '') ?? [];
  return at === undefined ? undefined : { at: Number(at), failure };
}

/**
 * Judges whether a job has called in as it must.
 *
 * @param bornAt - since when it is watched, epoch seconds
 * @param now - epoch seconds
 * @returns the outcome, and when it can change by itself, epoch seconds
 */
export function judgeHeartbeat(
  monitor: Monitor,
  snapshot: Snapshot,
  bornAt: number,
  now: number,
): { outcome: CheckOutcome; nextAt: number } {
  const { heartbeat: { everyMinutes, cron, graceMinutes = GRACE_MINUTES } = {}, timeZone = 'Etc/UTC' } = monitor;
  const beat = readBeat(snapshot[BEAT_PREFIX + monitor.id]);
  if (beat !== undefined && beat.failure !== '')
    return { outcome: failed(`it reported: ${beat.failure}`), nextAt: now + 60 };
  const grace = graceMinutes * 60;
  const last = Math.max(beat?.at ?? 0, bornAt);
  // It must call in again until the end of its interval, or until the first time of its cron line after its last call.
  const expectedAt = cron === undefined ? last + (everyMinutes ?? 0) * 60 : expectedAfter(cron, timeZone, last);
  if (expectedAt === undefined || now <= expectedAt + grace) {
    return { outcome: { kind: 'ok' }, nextAt: expectedAt === undefined ? now + 86_400 : expectedAt + grace + 1 };
  }
  return { outcome: failed(beat === undefined ? 'it has never called in' : 'it has not called in'), nextAt: now + 60 };
}

const failed = (reason: string): CheckOutcome => ({ kind: 'failed', reason, alone: false });

function expectedAfter(cron: string, timeZone: string, last: number): number | undefined {
  const run = createCron(cron, timeZone).nextRun(new Date(last * 1000));
  return run === null ? undefined : run.getTime() / 1000;
}
