import type { Breaker } from './breaker';
import type { DeathReason } from './dead-letters';
import type { Delivery } from './delivery';
import { entriesOf, type Engine } from './engine';
import { findWebhook, type Snapshot } from './webhooks';

/** The script property that names the webhook for notices of failures: "notices.to" holds "ops". */
export const NOTICES_KEY = 'notices.to';

/**
 * Tells a webhook of the user's choice what failed: one notice per incident, through the same outbox. A notice that fails
 * is told to nobody, and a webhook is never told of its own failure, so there is no loop.
 */
export class Notices {
  private readonly pending: { about: string; id: string; text: string }[] = [];
  private readonly failed: string[] = [];

  constructor(private readonly engine: Engine) {}

  webhookRefused(to: string, breaker: Breaker, waiting: number): void {
    this.pending.push({
      about: to,
      id: `notice/refused/${to}/${breaker.openedAt}`,
      text:
        `⚠️ Google Chat no longer accepts the webhook "${to}" (HTTP ${breaker.status}). ${waiting} or more messages for it wait here; nothing is lost. ` +
        `If the webhook was deleted or its link replaced, create one in the space and call setWebhook("${to}", "<the new link>").`,
    });
  }

  webhookDisabled(to: string, breaker: Breaker): void {
    this.pending.push({
      about: to,
      id: `notice/disabled/${to}/${breaker.openedAt}`,
      text: `⚠️ The webhook "${to}" has been refused since ${new Date(breaker.openedAt).toISOString()}. Its messages grow too old: replace its link with setWebhook, or remove it.`,
    });
  }

  deliveryFailed(delivery: Delivery, reason: DeathReason, status: number, detail: string): void {
    if (delivery.notice) return;
    const why = detail === '' ? reason : `${reason}, ${detail}`;
    this.failed.push(`• "${delivery.id}" to "${delivery.to}": ${why}${status === 0 ? '' : ` (HTTP ${status})`}`);
    if (this.failed.length === 1) {
      this.pending.push({
        about: delivery.to,
        id: `notice/failed/${delivery.to}/${delivery.id}`.slice(0, 200),
        text: '',
      });
    }
  }

  deadAreaFull(): void {
    const day = Math.floor(this.engine.platform.clock.now() / 86_400_000);
    this.pending.push({
      about: '',
      id: `notice/dead-area-full/${day}`,
      text: '⚠️ There is no room for more failed deliveries: look at them with listDeliveries({ status: "failed" }), then retry or discard them. Until then what fails stays queued.',
    });
  }

  /** Accepts what is to be told, if a webhook for it is named, usable, and not what it is about. */
  flush(snapshot: Snapshot, breakers: ReadonlyMap<string, Breaker>): void {
    const to = snapshot[NOTICES_KEY];
    const notices = this.pending.splice(0);
    const failed = this.failed.splice(0);
    if (to === undefined || notices.length === 0 || findWebhook(snapshot, to) === undefined) return;
    if (breakers.get(to)?.kind === 'refused') return;
    const deliveries = notices
      .filter(({ about, text }) => about !== to || text === '')
      .map(({ id, text }): Delivery => notice(to, id, text === '' ? failureText(failed) : text));
    if (deliveries.length > 0) this.append(snapshot, deliveries);
  }

  /** Accepts deliveries of our own; false when there is no room or the store refuses. */
  append(snapshot: Snapshot, deliveries: readonly Delivery[]): boolean {
    const append = this.engine.planAppend(snapshot, deliveries, 0);
    if (append.refused.size > 0) return false;
    try {
      this.engine.platform.store.write(entriesOf(append));
      return true;
    } catch {
      return false;
    }
  }
}

const failureText = (failed: readonly string[]): string =>
  `⚠️ ${failed.length === 1 ? 'A message' : `${failed.length} messages`} could not be delivered. ` +
  `Each is kept: see listDeliveries({ status: "failed" }), then retryDelivery(id) or discardDelivery(id).\n${failed.slice(0, 10).join('\n')}`;

const notice = (to: string, id: string, text: string): Delivery => ({
  id,
  to,
  message: { text },
  messageReplyOption: 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
  priority: 'critical',
  notBefore: 0,
  expiresAt: 0,
  ordered: true,
  digestKey: '',
  notice: true,
});
