import { readOutbox } from '../delivery/outbox';
import { countOf } from '../message/wording';
import type { Platform } from '../platform/platform';
import type { SetUpReport } from './set-up';
import { planTriggers } from './triggers';

/** What everything that Chat Courier keeps in the store begins with, but for what people put there. */
const OWN_PREFIX = 'cc/';

/** What is kept until it is asked for: stored configuration, and messages that wait, failed, or were sent lately. */
const KEPT = /^cc\/(c|o|s|x|p$|h$|d)/;

/** How much to take away. */
export interface TearDownOptions {
  /** Whether stored configuration and messages go too. What waits is then never sent. @default false */
  readonly everything?: boolean;
}

/**
 * Takes away what Chat Courier made, and nothing else: its triggers and what it remembers. Webhooks, secrets and settings are
 * a person's own and stay.
 */
export function tearDown(
  { triggers, store, clock, log }: Platform,
  { everything = false }: TearDownOptions = {},
): SetUpReport {
  const plan = planTriggers(triggers.list(), []);
  for (const { id } of plan.remove) triggers.remove(id);
  const snapshot = store.readAll();
  const own = Object.keys(snapshot).filter((key) => key.startsWith(OWN_PREFIX));
  const removed = own.filter((key) => everything || !KEPT.test(key));
  for (const key of removed) store.remove(key);
  const outbox = readOutbox(snapshot, clock.now());
  const [waiting, failed] = [outbox.waiting.length, outbox.failed.length];
  const kept = own.filter((key) => !removed.includes(key));
  const webhooks = Object.keys(snapshot).filter((key) => key.startsWith('webhook.')).length;
  const done = [
    `Removed ${countOf(plan.remove.length, 'trigger')} of ours${plan.foreign === 0 ? '' : `, left alone ${countOf(plan.foreign, 'trigger')} of other functions`}.`,
    `Removed ${countOf(removed.length, 'entry').replace('entrys', 'entries')} of what was remembered.`,
  ];
  const messages = [
    ...(waiting === 0 ? [] : [countOf(waiting, 'waiting message')]),
    ...(failed === 0 ? [] : [countOf(failed, 'failed message')]),
    ...(kept.some((key) => key.startsWith('cc/c/')) ? ['what configure has stored'] : []),
  ];
  const missing = [
    ...(kept.length === 0 || messages.length === 0
      ? []
      : [
          `Kept ${messages.join(', ')}. To remove that too, run tearDown({ everything: true }) from a function of yours.`,
        ]),
    ...(webhooks === 0
      ? []
      : [`Kept ${countOf(webhooks, 'webhook')}: remove them with removeWebhook(name), or in Project settings.`]),
  ];
  for (const line of [...done, ...missing]) log.write('info', 'teardown', { did: line });
  return { done, missing };
}
