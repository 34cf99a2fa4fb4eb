import type { Snapshot } from './webhooks';

/** The numbers that delivery goes by. Each can be changed with the script property "delivery.policy". */
export interface Policy {
  /**
   * What is added to Chat's second between two posts of a space at first, milliseconds, 0 to 1,000. It absorbs that one
   * request travels faster than the one before, and then follows what Chat takes.
   * @default 25
   */
  readonly marginMs: number;
  /** A delivery that Chat answers with 5xx or not at all is given up after this many attempts … @default 12 */
  readonly maxAttempts: number;
  /** … but not before it is this old, milliseconds. @default 1 hour */
  readonly minAgeToGiveUpMs: number;
  /** A delivery without an `expiresAt` is given up at this age, milliseconds. @default 72 hours */
  readonly maxAgeMs: number;
  /** How long a refused webhook rests before it is tried again, milliseconds; doubles up to four times as long. @default 15 minutes */
  readonly refusedProbeMs: number;
  /** How long a webhook whose posts all fail rests, milliseconds; doubles up to 15 times as long. @default 1 minute */
  readonly outageProbeMs: number;
  /** How long after Google's daily quota is used up it is tried again, milliseconds; doubles up to four times as long. @default 15 minutes */
  readonly quotaProbeMs: number;
  /** A webhook that has been refused for this long is called disabled, milliseconds. @default 120 hours */
  readonly disabledAfterMs: number;
  /** How long one execution goes on delivering, milliseconds. @default 240 seconds */
  readonly drainMs: number;
  /** With nothing due for longer than this the execution ends, milliseconds. @default 15 seconds */
  readonly idleMs: number;
  /** A thread's backlog of deliveries with one `digestKey` above this many is folded into one message. @default 20 */
  readonly foldAbove: number;
  /**
   * Webhooks for which an attempt without a clear answer is not repeated: the delivery is kept as failed instead. For
   * spaces where a second message is worse than none, while Chat is not known to honour requestId. A kill in the middle of
   * an attempt leaves nothing to know it by: the next execution tries again. @default none
   */
  readonly holdWhenUnknown: readonly string[];
}

type PolicyNumber = Exclude<keyof Policy, 'holdWhenUnknown'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULT_POLICY: Policy = {
  marginMs: 25,
  maxAttempts: 12,
  minAgeToGiveUpMs: HOUR,
  maxAgeMs: 72 * HOUR,
  refusedProbeMs: 15 * MINUTE,
  outageProbeMs: MINUTE,
  quotaProbeMs: 15 * MINUTE,
  disabledAfterMs: 120 * HOUR,
  drainMs: 240_000,
  idleMs: 15_000,
  foldAbove: 20,
  holdWhenUnknown: [],
};

/** The least and the most that each number may be. */
const RANGES: Readonly<Record<PolicyNumber, readonly [least: number, most: number]>> = {
  marginMs: [0, 1_000],
  maxAttempts: [1, 1_000],
  minAgeToGiveUpMs: [0, 30 * DAY],
  maxAgeMs: [MINUTE, 30 * DAY],
  refusedProbeMs: [1_000, DAY],
  outageProbeMs: [1_000, HOUR],
  quotaProbeMs: [1_000, DAY],
  disabledAfterMs: [MINUTE, 30 * DAY],
  drainMs: [0, 5 * MINUTE],
  idleMs: [0, MINUTE],
  foldAbove: [0, 100_000],
};

/** The script property that changes the policy: {"marginMs":70,"holdWhenUnknown":["ops"]}. */
export const POLICY_KEY = 'delivery.policy';

/** Reads the policy; what is missing, of the wrong type or outside its range keeps its default. */
export function readPolicy(snapshot: Snapshot): Policy {
  const stored = snapshot[POLICY_KEY];
  if (stored === undefined) return DEFAULT_POLICY;
  try {
    const changes = JSON.parse(stored) as Partial<Record<keyof Policy, unknown>>;
    const numbers: Partial<Record<PolicyNumber, number>> = {};
    for (const name of Object.keys(RANGES) as PolicyNumber[]) {
      const value = changes[name];
      const [least, most] = RANGES[name];
      if (typeof value === 'number' && value >= least && value <= most) numbers[name] = value;
    }
    const { holdWhenUnknown: hold } = changes;
    const holdWhenUnknown = Array.isArray(hold) ? hold.filter((name): name is string => typeof name === 'string') : [];
    return { ...DEFAULT_POLICY, ...numbers, holdWhenUnknown };
  } catch {
    return DEFAULT_POLICY;
  }
}
