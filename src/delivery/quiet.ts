import type { SendOptions } from './types';

/** What is decided about a message to a webhook. */
export type Hold =
  | { readonly kind: 'deliver' }
  | {
      /** `hold`: not before `until`. `digest`: the same, and all of one `digestKey` in one message. `drop`: never. */
      readonly kind: 'hold' | 'digest' | 'drop';
      readonly because: 'quiet-hours' | 'mute';
      /** When the quiet is over, epoch milliseconds. */
      readonly until: number;
      /** What a digest is folded by: "quiet/ops/2026-11-25T06:00:00Z"; '' unless it is one. */
      readonly digestKey: string;
    };

export type Dropped = Extract<Hold, { until: number }>;

/** Quiet hours and mutes, as one copy of the store shows them. */
export interface Quiet {
  /**
   * Whether a message may be delivered.
   *
   * @param to - the webhook's name
   * @param at - when it would be delivered, epoch milliseconds: now, or its `notBefore`
   */
  decide(to: string, priority: NonNullable<SendOptions['priority']>, at: number): Hold;
  /** Entries of the store that count messages which are dropped. @param dropped - one entry for each message */
  count(dropped: readonly { readonly to: string; readonly hold: Dropped }[]): Record<string, string>;
}

const DIGEST_PREFIX = 'quiet/';

export const quietDigestKey = (to: string, until: number): string =>
  `${DIGEST_PREFIX}${to}/${new Date(until).toISOString()}`;

/** Whether what has this `digestKey` waits for the end of a quiet time, to be told in one message then. */
export const isQuietDigest = (digestKey: string): boolean => digestKey.startsWith(DIGEST_PREFIX);

/** The options of a message that is held. */
export function heldOptions(options: SendOptions, hold: Hold): SendOptions {
  if (hold.kind === 'deliver' || hold.kind === 'drop') return options;
  return {
    ...options,
    notBefore: new Date(hold.until).toISOString(),
    ...(hold.kind === 'digest' && { digestKey: hold.digestKey }),
  };
}
