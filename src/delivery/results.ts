import { UnavailableError } from '../errors';
import type { Answer } from './answer';
import type { Delivery } from './delivery';
import type { Engine } from './engine';
import type { QueueReason, SendResult } from './types';

/** A queued result; `dueAt` is the next minute's tick when nothing says otherwise. */
export function queued(engine: Engine, { id }: Delivery, reason: QueueReason, dueAt: number): SendResult {
  const soonest = engine.platform.clock.now() + (reason === 'order' || reason === 'requested' ? 0 : 60_000);
  return { status: 'queued', id, reason, dueAt: new Date(Math.max(dueAt, soonest)).toISOString() };
}

export function ignored(engine: Engine, { to, id }: Delivery, reason: string): SendResult {
  engine.platform.log.write('warning', 'delivery.ignored', { to, id, reason });
  return { status: 'ignored', id, reason };
}

export function describe(answer: Exclude<Answer, { kind: 'sent' }>): string {
  const what = {
    rate: 'Chat is limiting the space',
    unavailable: 'Chat did not answer',
    'webhook-down': 'Chat refuses the webhook',
    rejected: 'Chat refuses the message',
    stopped: 'UrlFetchApp refuses every call',
  }[answer.kind];
  const status = 'status' in answer && answer.status !== 0 ? ` (HTTP ${answer.status})` : '';
  return `${what}${status}${answer.reason === '' ? '' : `: ${answer.reason}`}`;
}

export function unavailable(
  to: string,
  answer: Exclude<Answer, { kind: 'sent' }>,
  attempts: number,
  ambiguous: boolean,
): UnavailableError {
  const tried = attempts === 1 ? 'one attempt' : attempts === 0 ? 'this call' : `${attempts} attempts`;
  const status = answer.kind === 'stopped' || ('status' in answer && answer.status === 0) ? undefined : answer.status;
  const consequence = ambiguous ? 'It may be in the space all the same' : 'It was not sent';
  return new UnavailableError(
    to,
    status,
    'retryAfterMs' in answer ? answer.retryAfterMs : undefined,
    `The message to "${to}" did not get through in ${tried}: ${describe(answer)}. ${consequence}, and it was not stored, since onFailure is "throw". Send it again with the same id.`,
  );
}

export function adviceFor(status: number, to: string): string {
  if (status === 401 || status === 403 || status === 404) {
    return `The webhook or its space was deleted, its link changed, or an administrator switched webhooks off. Copy the link again in the space and call setWebhook("${to}", "<the link>").`;
  }
  if (status === 413) return 'The message is too large for Chat: shorten it, or send it with whenTooLong: "split".';
  return 'It was not sent, and the same message never will be: change it.';
}
