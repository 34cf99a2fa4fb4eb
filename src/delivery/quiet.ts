import type { Delivery } from './delivery';
import type { SendOptions } from './types';

/** What is decided about a message to a webhook. */
export type Hold =
  | { readonly kind: 'deliver' }
  | {
      /** `hold`: not before `until`. `digest`: the same, and all of them in one message. `drop`: never. */
      readonly kind: 'hold' | 'digest' | 'drop';
      readonly because: 'quiet-hours' | 'mute';
      /** When the quiet is over, as far as it is known now: epoch milliseconds. */
      readonly until: number;
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

/**
 * Until when a delivery that waits is held, epoch milliseconds; 0 when it is not. It is asked anew whenever something is
 * to be posted, so that a quiet time that ends early, or is changed, lets go what it held, in order. What was accepted
 * before messages are dropped is held, too.
 */
export function heldUntil(quiet: Quiet, { to, priority }: Pick<Delivery, 'to' | 'priority'>, at: number): number {
  const hold = quiet.decide(to, priority, at);
  return hold.kind === 'deliver' ? 0 : hold.until;
}
