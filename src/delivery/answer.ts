import type { HttpRequest, HttpResponse } from '../platform/platform';
import type { NetworkError } from '../platform/platform';
import { redact } from '../redact';
import type { Delivery } from './delivery';
import { requestIdOf } from './request-id';
import { parseRetryAfter } from './retry';
import type { WebhookUrl } from './webhook-url';

/**
 * How long one attempt waits for Chat, seconds. UrlFetchApp's own default is 360: one silent server would use up the whole
 * execution. @see https://developers.google.com/apps-script/reference/url-fetch/url-fetch-app, `timeoutSeconds`, read 2026-11-24
 */
export const FETCH_TIMEOUT_SECONDS = 25;

/** The same for a round, which all its spaces wait for. */
export const ROUND_TIMEOUT_SECONDS = 5;

/** The same for a space that has been slow, while others wait for it. */
export const SUSPECT_TIMEOUT_SECONDS = 3;

/** What one attempt came to. */
export type Answer =
  /** Chat has the message, whatever its body says. */
  | { readonly kind: 'sent'; readonly name: string; readonly threadName: string }
  /** 429: not created; the space is over its rate. */
  | { readonly kind: 'rate'; readonly status: 429; readonly retryAfterMs: number | undefined; readonly reason: string }
  /** 5xx or no answer: it may have been created. */
  | {
      readonly kind: 'unavailable';
      /** 0 when there was no answer. */
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      readonly reason: string;
    }
  /** 401, 403, 404, or a wrong key: Chat refuses the webhook, not the message. */
  | { readonly kind: 'webhook-down'; readonly status: number; readonly reason: string }
  /** Any other 4xx: Chat will never take this message. */
  | { readonly kind: 'rejected'; readonly status: number; readonly reason: string }
  /** Not sent: Google's daily quota of calls is used up, or the permission to call is missing. */
  | { readonly kind: 'stopped'; readonly cause: 'quota' | 'permission'; readonly reason: string };

/**
 * The request of one attempt. Every attempt of a delivery gives the same bytes.
 *
 * The thread's key is in the body: in the URL a long one would break UrlFetchApp's limit of 2 KB. `messageReplyOption`
 * goes only with a thread: without one Chat may refuse it.
 */
export function toRequest(delivery: Delivery, webhook: WebhookUrl, timeoutSeconds: number): HttpRequest {
  const { thread } = delivery.message;
  const hasThread = thread?.threadKey !== undefined || thread?.name !== undefined;
  const reply = hasThread ? `&messageReplyOption=${delivery.messageReplyOption}` : '';
  return {
    method: 'post',
    url: `${webhook.url}&requestId=${requestIdOf(delivery.to, delivery.id)}${reply}`,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(delivery.message),
    timeoutSeconds,
  };
}

/**
 * Reads Chat's answer. Decides by the HTTP status and `error.status` only: Google says that the texts may change.
 *
 * @param now - epoch milliseconds, for a Retry-After date
 */
export function readAnswer(response: HttpResponse, delivery: Delivery, now: number): Answer {
  const { status } = response;
  if (status >= 200 && status < 300) {
    const created = parse(response) as { name?: unknown; thread?: { name?: unknown } } | undefined;
    return { kind: 'sent', name: text(created?.name), threadName: text(created?.thread?.name) };
  }
  const error = (parse(response) as { error?: GoogleError } | undefined)?.error;
  const reason = firstLine(text(error?.message));
  if (status === 429) return { kind: 'rate', status, retryAfterMs: retryAfter(response, now), reason };
  if (status === 409 && error?.status === 'ALREADY_EXISTS') return { kind: 'sent', name: '', threadName: '' };
  if (status >= 500 || status === 408 || status === 409 || status < 200 || (status >= 300 && status < 400)) {
    return { kind: 'unavailable', status, retryAfterMs: retryAfter(response, now), reason };
  }
  // With REPLY_MESSAGE_OR_FAIL a 404 speaks of the thread as well as of the webhook: it must not stop the webhook.
  const aboutThread =
    status === 404 && delivery.messageReplyOption === 'REPLY_MESSAGE_OR_FAIL' && delivery.message.thread !== undefined;
  const isWebhook = status === 401 || status === 403 || status === 404 || isKeyRefused(error);
  return { kind: isWebhook && !aboutThread ? 'webhook-down' : 'rejected', status, reason };
}

/** It may have been created: nothing is known. */
export const NO_ANSWER: Answer = { kind: 'unavailable', status: 0, retryAfterMs: undefined, reason: '' };

/** Reads a call that gave no answer. */
export const readNoAnswer = ({ kind, message }: NetworkError): Answer =>
  kind === 'unanswered'
    ? { kind: 'unavailable', status: 0, retryAfterMs: undefined, reason: firstLine(message) }
    : { kind: 'stopped', cause: kind, reason: firstLine(message) };

interface GoogleError {
  message?: unknown;
  status?: unknown;
  details?: unknown;
}

const isKeyRefused = (error: GoogleError | undefined): boolean =>
  Array.isArray(error?.details) &&
  error.details.some((detail: unknown) => (detail as { reason?: unknown } | null)?.reason === 'API_KEY_INVALID');

const retryAfter = (response: HttpResponse, now: number) => parseRetryAfter(response.header('Retry-After'), now);

function parse(response: HttpResponse): unknown {
  try {
    const value: unknown = JSON.parse(response.body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Chat's text can quote what was sent: its first line is enough for a person. */
const firstLine = (message: string): string => redact(message.split('\n', 1)[0] ?? '').slice(0, 300);
