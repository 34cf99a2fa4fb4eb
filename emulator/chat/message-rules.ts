import { invalidArgument, type Refusal, REFUSALS } from './answers';
import type { Assumptions } from './assume';
import type { Findings } from './findings';
import { at, isObject, type JsonObject, list, text } from './json';
import type { Query } from './query';

/** What Chat takes only from apps or people that have signed in. */
const APP_ONLY = ['accessoryWidgets', 'quotedMessageMetadata', 'privateMessageViewer', 'attachment'] as const;

/** The form of a `messageId`: "client-", then lower case, digits and hyphens, 63 characters in all. */
const MESSAGE_ID = /^client-[a-z0-9-]{1,56}$/;

/** Why a message whose fields are all known is refused; undefined when it is not. Its cards are looked at elsewhere. */
export function messageRefusal(message: JsonObject, sizeBytes: number, assume: Assumptions): Refusal | undefined {
  const written = text(message['text']);
  if (written === '' && list(message['cardsV2']).length === 0 && list(message['cards']).length === 0) {
    return REFUSALS.emptyMessage;
  }
  if (written.length > assume.textLimit) {
    return invalidArgument(`Message is longer than ${String(assume.textLimit)} characters`);
  }
  if (sizeBytes > assume.sizeLimit) {
    const [size, limit] = [sizeBytes, assume.sizeLimit].map((bytes) => bytes.toLocaleString('en'));
    return invalidArgument(`[emulator] Message is larger than ${String(limit)} bytes: ${String(size)} bytes.`);
  }
  const forApps = assume.appOnly === 'refuse' ? APP_ONLY.find((name) => isSet(message[name])) : undefined;
  return forApps && invalidArgument(`[emulator] A webhook cannot set ${forApps}: it needs app or user authentication.`);
}

/** Why a `messageId` is refused; '' is none. */
export function messageIdRefusal(messageId: string, assume: Assumptions): Refusal | undefined {
  if (messageId === '' || assume.messageId === 'echo') return undefined;
  if (assume.messageId === 'reject') return invalidArgument('[emulator] A webhook cannot set message_id.');
  if (MESSAGE_ID.test(messageId)) return undefined;
  const form = 'must be "client-" and lower case letters, digits and hyphens, at most 63 characters';
  return invalidArgument(`[emulator] message_id ${form}.`);
}

/** Why a parameter of the query is refused. */
export function parameterRefusal(query: Query, assume: Assumptions): Refusal | undefined {
  if (query.wantsNotification && assume.appOnly === 'refuse') {
    return invalidArgument('[emulator] A webhook cannot force or silence notifications.');
  }
  if (query.requestId !== '' && assume.requestId === 'reject') {
    return invalidArgument('[emulator] A webhook cannot set request_id.');
  }
  return undefined;
}

/** Leaves out what only apps may set, with a warning each, where that is what Chat is assumed to do. */
export function withoutAppFields(message: JsonObject, assume: Assumptions, findings: Findings): JsonObject {
  if (assume.appOnly !== 'ignore') return message;
  const kept: Record<string, unknown> = { ...message };
  for (const name of APP_ONLY) {
    if (!isSet(message[name])) continue;
    findings.add('no-effect', at(undefined, name), 'needs app or user authentication.');
    delete kept[name];
  }
  return kept;
}

function isSet(value: unknown): boolean {
  return isObject(value) || (Array.isArray(value) && value.length > 0);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** The text as Chat shows it, where it is assumed to decode HTML entities. */
export function shownText(written: string, assume: Assumptions): string {
  if (assume.textEntities === 'show') return written;
  return written.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
