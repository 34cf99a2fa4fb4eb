import type { Plan, Refusal, SendItem } from '../delivery/types';
import { escapeText } from '../message/escape';
import { bold, link } from '../message/markup';
import { renderMessage, renderText, type RenderOptions } from '../message/template';
import type { Message } from '../message/types';
import { noteHeartbeat } from '../monitor/heartbeat';
import { parseBody } from './body';
import { UnreadableEvent, type RelayEvent, type RelayRequest } from './event';
import {
  countPost,
  endEvent,
  MEMORY_PREFIX,
  noteEvent,
  readMemory,
  restoreEvent,
  writeMemory,
  type Memory,
} from './memory';
import { READERS } from './readers';
import { hashOf, isSameSecret } from './secret';
import { findSignature, isAuthentic } from './signature';
import { PER_MINUTE, REPEAT_MINUTES, SECRET_PREFIX, SIGNING_PREFIX, type Source } from './source';

type Snapshot = Readonly<Record<string, string>>;

/** The largest body that is read, characters. */
export const MAX_BODY_LENGTH = 1_000_000;

/** Events of one post; more are counted in the last. */
const MAX_EVENTS = 50;

/** Why a request is refused. What is told to the sender names no source and no secret. */
export type RefusalCode = 'UNAUTHENTICATED' | 'TOO_LARGE' | 'UNREADABLE' | 'TOO_MANY';

/** What becomes of a request. */
export type Received =
  | { readonly status: 'accepted'; readonly plan: Plan; readonly events: number; readonly repeated: number }
  | {
      readonly status: 'refused';
      readonly code: RefusalCode;
      /** For the sender. */
      readonly message: string;
      /** For us, where the sender is known: "source github: repository is missing"; '' for a stranger. */
      readonly detail: string;
      readonly plan: Plan;
    };

const NOTHING: Plan = { items: [], entries: {}, removals: [] };

const refused = (code: RefusalCode, message: string, detail = '', plan = NOTHING): Received => ({
  status: 'refused',
  code,
  message,
  detail,
  plan,
});

const STRANGER = refused('UNAUTHENTICATED', 'The address is not complete, or its secret is wrong. Copy it again.');

/**
 * Decides what an event from outside becomes: messages and the source's memory, or a refusal. Pure.
 *
 * An unknown source, a wrong secret and a wrong signature are answered alike, so that nobody learns which sources there
 * are; and a stranger makes nothing be written.
 */
export function receive(
  snapshot: Snapshot,
  sources: readonly Source[],
  request: RelayRequest,
  options: RenderOptions,
): Received {
  const { source: id = '', secret = '' } = request.parameters;
  const source = sources.find((candidate) => candidate.id === id && candidate.paused !== true);
  const isKnown = isSameSecret(secret, ownProperty(snapshot, SECRET_PREFIX + id));
  if (source === undefined || !isKnown) return STRANGER;
  const key = MEMORY_PREFIX + id;
  const memory = readMemory(snapshot[key]);
  const isInTime = countPost(memory, options.now, source.perMinute ?? PER_MINUTE);
  const counted: Plan = { ...NOTHING, entries: { [key]: writeMemory(memory) } };
  if (!isInTime) {
    // What is above the limit costs no write: the count of the minute stands.
    return refused(
      'TOO_MANY',
      'Too many events this minute. Send it again later.',
      `source ${id}: more than ${source.perMinute ?? PER_MINUTE} a minute`,
    );
  }
  if (request.body.length > MAX_BODY_LENGTH) {
    const message = `The body has ${request.body.length} characters; at most ${MAX_BODY_LENGTH} are read.`;
    return refused('TOO_LARGE', message, `source ${id}: a body of ${request.body.length} characters`, counted);
  }
  try {
    if (source.kind === 'ping') return ping(source, request, counted, options.now);
    if (request.method === 'GET') throw new UnreadableEvent('the method', 'POST');
    return read(source, request, memory, snapshot, options);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return refused(
      'UNREADABLE',
      `The event is not what this source expects: ${error.message}.`,
      `source ${id}: ${error.message}`,
      counted,
    );
  }
}

const ownProperty = (snapshot: Snapshot, key: string): string =>
  Object.prototype.hasOwnProperty.call(snapshot, key) ? (snapshot[key] ?? '') : '';

function read(
  source: Source,
  request: RelayRequest,
  memory: Memory,
  snapshot: Snapshot,
  options: RenderOptions,
): Received {
  const body = parseBody(request);
  if (source.kind === 'signed') {
    const key = ownProperty(snapshot, SIGNING_PREFIX + source.id);
    if (!isAuthentic(findSignature(body, request), key, options.now)) return STRANGER;
  }
  const all = READERS[source.kind].read(body, request);
  const events = all.filter(({ status }) => source.only === undefined || source.only.includes(status));
  const items: SendItem[] = [];
  /** By the ids of the messages: what their events are remembered by. */
  const hashes = new Map<string, string>();
  const before = new Map(memory.seen);
  let repeated = 0;
  for (const event of events.slice(0, MAX_EVENTS)) {
    const left = event === events[MAX_EVENTS - 1] ? events.length - MAX_EVENTS : 0;
    const made = toItem(source, event, body, memory, options, left);
    if (made === undefined) repeated += 1;
    else {
      items.push(made.item);
      hashes.set(made.item.id ?? '', made.hash);
    }
  }
  const key = MEMORY_PREFIX + source.id;
  const entries = { [key]: writeMemory(memory) };
  // What nobody was told of is no repeat when it comes again. The sender of what is refused sends the whole post again.
  const mend = (refusals: readonly Refusal[], dropped: readonly string[]) => {
    if (refusals.length > 0) return { [key]: snapshot[key] ?? '' };
    for (const id of dropped) restoreEvent(memory, hashes.get(id) ?? '', before);
    return { [key]: writeMemory(memory) };
  };
  return { status: 'accepted', plan: { items, entries, removals: [], mend }, events: events.length, repeated };
}

/** A ping keeps a heartbeat monitor content; `status=fail` tells it of a failure at once, `reason` says why. */
function ping({ id, monitor = id }: Source, { parameters }: RelayRequest, counted: Plan, now: number): Received {
  const { status = 'ok', reason = '' } = parameters;
  if (!['ok', 'fail'].includes(status)) throw new UnreadableEvent('status', '"ok" or "fail"');
  const failure = status === 'fail' ? reason || 'it failed' : '';
  const entries = { ...counted.entries, ...noteHeartbeat(monitor, now, failure) };
  return { status: 'accepted', plan: { ...counted, entries }, events: 1, repeated: 0 };
}

const HOUR_MS = 3_600_000;

/** The message of an event, and what the event is remembered by; undefined when it repeats one that was told already. */
function toItem(
  source: Source,
  event: RelayEvent,
  body: unknown,
  memory: Memory,
  options: RenderOptions,
  left: number,
): { item: SendItem; hash: string } | undefined {
  const render: RenderOptions = { ...options, ...(source.locale !== undefined && { locale: source.locale }) };
  const data = { ...event, body, source: source.id };
  const title = source.title === undefined ? event.title : renderText(source.title, data, render).text;
  const subject = source.thread === undefined ? event.subject : renderText(source.thread, data, render).text;
  const hash = (status: string) => hashOf([subject, status, title, event.text].join('\n'));
  const repeatMs = (source.repeatMinutes ?? REPEAT_MINUTES) * 60_000;
  const noted = noteEvent(memory, hash(event.status), { title, subject }, options.now, repeatMs);
  if (!noted.isNew) return undefined;
  const opposite = { firing: 'resolved', resolved: 'firing', info: undefined }[event.status];
  const repeats = noted.repeats + (opposite === undefined ? 0 : endEvent(memory, hash(opposite)));
  const message =
    source.message === undefined
      ? present({ ...event, title }, repeats, left)
      : renderMessage(source.message, { ...data, title, repeats }, render).message;
  const id = hashOf([event.id, noted.turn, Math.floor(options.now / HOUR_MS)].join('\n'));
  const item: SendItem = {
    to: source.to ?? [],
    message,
    id: `relay/${source.id}/${id}`,
    whenTooLong: 'cut',
    ...(subject !== '' && { threadKey: threadKeyOf(source, subject) }),
    ...(source.priority !== undefined && { priority: source.priority }),
  };
  return { item, hash: hash(event.status) };
}

/** What belongs together of one source is one thread. */
export const threadKeyOf = ({ id }: Source, subject: string): string => `${id}/${subject}`.slice(0, 1_000);

const MARKS = { firing: '🔴', resolved: '🟢', info: '🔵' } as const;
const MAX_FIELDS = 20;

/** The usual message of an event. Whatever the sender wrote is made harmless. */
function present({ status, title, text, fields, url }: RelayEvent, repeats: number, left: number): Message {
  const lines = [
    `${MARKS[status]} ${bold(escapeText(title || 'An event'))}`,
    escapeText(text),
    ...fields.slice(0, MAX_FIELDS).map(([label, value]) => `${escapeText(label)}: ${escapeText(value)}`),
    fields.length > MAX_FIELDS ? `… and ${fields.length - MAX_FIELDS} more facts` : '',
    repeats > 0 ? `(repeated ${repeats} ${repeats === 1 ? 'time' : 'times'} before)` : '',
    left > 0 ? `… and ${left} more events in the same post` : '',
    /^https?:\/\//.test(url) ? link(url, 'Open') : '',
  ];
  return { text: lines.filter((line) => line !== '').join('\n') };
}
