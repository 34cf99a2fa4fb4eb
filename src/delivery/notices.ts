import { BREAKER_PREFIX, newsOf, readBreakers, type Breaker } from './breaker';
import type { DeathReason } from './dead-letters';
import { createDelivery, type Delivery } from './delivery';
import { placeOf } from './discard';
import { entriesOf, type Engine } from './engine';
import type { StoredDelivery } from './outbox';
import { findWebhook, type Snapshot } from './webhooks';

/** The script property that names the webhook for notices of failures: "notices.to" holds "ops". */
export const NOTICES_KEY = 'notices.to';

/** The most messages that one notice names. */
const MAX_NAMED = 10;

type Entries = Readonly<Record<string, string>>;

/**
 * Tells a webhook of the user's choice what failed, through the same outbox. Each function gives the store's entries of a
 * notice, none when nobody can be told: they are written together with what they tell of, so that neither is there
 * without the other, wherever an execution is killed. Nothing is told of a notice, so there is no loop.
 */
export class Notices {
  private toldOfFailure = false;
  private toldOfFullArea = false;
  private readonly further: { delivery: StoredDelivery; line: string }[] = [];

  constructor(private readonly engine: Engine) {}

  /**
   * A breaker and, where it holds news that was not told, the notice of it. That a webhook is refused cannot be told in
   * that webhook itself; where nobody can be told now, the next probe that fails tries again.
   *
   * @param waiting - how many of its messages are known to wait
   * @returns what to write at once, and the breaker as it is written
   */
  withNews(snapshot: Snapshot, about: string, breaker: Breaker, waiting: number): { entries: Entries; told: Breaker } {
    const news = newsOf(breaker, this.engine.platform.clock.now(), this.engine.policy);
    const isOwn = snapshot[NOTICES_KEY] === about;
    const notice =
      news === undefined || isOwn
        ? {}
        : this.entries(
            snapshot,
            `notice/${news}/${about}/${breaker.openedAt}`,
            news === 'disabled' ? disabledText(about, breaker) : refusedText(about, breaker, waiting),
          );
    const told = news === undefined || Object.keys(notice).length === 0 ? breaker : { ...breaker, told: news };
    return { entries: { ...notice, [BREAKER_PREFIX + about]: JSON.stringify(told) }, told };
  }

  /**
   * A delivery was given up. The first one of a drain is told with its dead letter; what else fails in this drain is
   * collected for {@link furtherFailed}, so that a hundred failures are two notices.
   *
   * @returns what to write with the dead letter, and what to call once that is written
   */
  deliveryFailed(
    snapshot: Snapshot,
    delivery: StoredDelivery,
    { reason, status, detail }: { readonly reason: DeathReason; readonly status: number; readonly detail: string },
  ): { readonly entries: Entries; readonly written: () => void } {
    if (delivery.notice) return { entries: {}, written: () => undefined };
    const why = detail === '' ? reason : `${reason}, ${detail}`;
    const line = `• "${delivery.id}" to "${delivery.to}": ${why}${status === 0 ? '' : ` (HTTP ${status})`}`;
    if (this.toldOfFailure) return { entries: {}, written: () => void this.further.push({ delivery, line }) };
    const entries = this.entries(snapshot, this.idOfFailure(delivery), failureText('A message', [line]));
    return { entries, written: () => void (this.toldOfFailure = Object.keys(entries).length > 0) };
  }

  /** What failed in this drain after the first one that was told. */
  furtherFailed(snapshot: Snapshot): Entries {
    const further = this.further.splice(0);
    const [first] = further;
    if (first === undefined) return {};
    const many = further.length === 1 ? 'Another message' : `${further.length} more messages`;
    const lines = further.slice(0, MAX_NAMED).map(({ line }) => line);
    return this.entries(snapshot, this.idOfFailure(first.delivery), failureText(many, lines));
  }

  /** There is no room for a dead letter: told once a drain, and by its id once a day. */
  deadAreaFull(snapshot: Snapshot): Entries {
    if (this.toldOfFullArea) return {};
    this.toldOfFullArea = true;
    const day = Math.floor(this.engine.platform.clock.now() / 86_400_000);
    return this.entries(
      snapshot,
      `notice/dead-area-full/${day}`,
      '⚠️ There is no room for more failed deliveries: look at them with listDeliveries({ status: "failed" }), then retry or discard them. Until then what fails stays queued.',
    );
  }

  /**
   * A notice that a kill let be written without its dead letter is written once more: by its id Chat knows it again. What
   * fails again after a retry is news: it was stored anew, in another place.
   */
  private idOfFailure(delivery: StoredDelivery): string {
    return `notice/failed/${placeOf(delivery)}`;
  }

  /** The entries of one notice, if a webhook for it is named, is usable and not refused, and there is room. */
  private entries(snapshot: Snapshot, id: string, text: string): Entries {
    const to = snapshot[NOTICES_KEY];
    if (to === undefined || findWebhook(snapshot, to) === undefined) return {};
    if (readBreakers(snapshot, this.engine.platform.clock.now()).get(to)?.kind === 'refused') return {};
    const append = this.engine.planAppend(snapshot, [notice(to, id, text)], 0);
    return entriesOf(append);
  }
}

const refusedText = (to: string, { status }: Breaker, waiting: number): string =>
  `⚠️ Google Chat no longer accepts the webhook "${to}" (HTTP ${status}). ` +
  `${waiting === 0 ? 'What is queued for it waits here' : `${waiting} or more messages for it wait here`}; nothing is lost. ` +
  `If the webhook was deleted or its link replaced, create one in the space and call setWebhook("${to}", "<the new link>").`;

const disabledText = (to: string, { openedAt }: Breaker): string =>
  `⚠️ The webhook "${to}" has taken no message since ${new Date(openedAt).toISOString()}: Chat refuses it. ` +
  'Its messages grow too old: replace its link with setWebhook, or remove it.';

const failureText = (what: string, lines: readonly string[]): string =>
  `⚠️ ${what} could not be delivered. ` +
  `Each is kept: see listDeliveries({ status: "failed" }), then retryDelivery(id) or discardDelivery(id).\n${lines.join('\n')}`;

const notice = (to: string, id: string, text: string): Delivery => ({
  ...createDelivery(to, { text }, { priority: 'critical' }, id),
  notice: true,
});
