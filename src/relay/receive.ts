import type { Plan, SendItem } from '../delivery/types';
import type { Snapshot } from '../delivery/webhooks';
import { bold, link } from '../message/markup';
import { escapeText } from '../message/escape';
import { renderMessage, renderText, type RenderOptions } from '../message/template';
import type { Message } from '../message/types';
import { UnreadableEvent, type RelayEvent, type RelayRequest } from './event';
import { countPost, forgetEvent, MEMORY_PREFIX, noteEvent, readMemory, writeMemory, type Memory } from './memory';
import { READERS } from './readers';
import { hashOf, isSameSecret, isSignedBy } from './secret';
import { SECRET_PREFIX, SIGNING_PREFIX, type Source } from './source';
import { signedParts, SIGNED_WITHIN_SECONDS } from './sources/signed';

/** The largest body that is read, characters. */
export const MAX_BODY_LENGTH = 1_000_000;

/** The store's entry of a heartbeat: "cc/m/beat/<source>" holds `{ at, status }`. */
export const BEAT_PREFIX = 'cc/m/beat/';

const DEFAULT_PER_MINUTE = 60;
const DEFAULT_REPEAT_MINUTES = 60;

/** Why a request is refused. What is told to the sender names no source and no secret. */
export type RefusalCode = 'UNAUTHENTICATED' | 'TOO_LARGE' | 'UNREADABLE' | 'TOO_MANY';

/** What becomes of a request. */
export type Received =
  | { readonly status: 'accepted'; readonly plan: Plan; readonly events: number; readonly repeated: number }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly message: string; readonly plan?: Plan };

const STRANGER: Received = {
  status: 'refused',
  code: 'UNAUTHENTICATED',
  message: 'The address is not complete or its secret is wrong. Copy it again.',
};

/**
 * Decides what an event from outside becomes: messages and the source's memory, or a refusal. Pure.
 *
 * An unknown source and a wrong secret are answered alike, so that nobody learns which sources there are.
 */
export function receive(
  snapshot: Snapshot,
  sources: readonly Source[],
  request: RelayRequest,
  options: RenderOptions,
): Received {
  const { source: id = '', secret = '' } = request.parameters;
  const source = sources.find((candidate) => candidate.id === id);
  const isKnown = isSameSecret(secret, snapshot[SECRET_PREFIX + id] ?? '');
  if (source === undefined || !isKnown) return STRANGER;
  if (request.body.length > MAX_BODY_LENGTH) {
    return {
      status: 'refused',
      code: 'TOO_LARGE',
      message: `The body has ${request.body.length} characters; at most ${MAX_BODY_LENGTH} are read.`,
    };
  }
  const memory = readMemory(snapshot[MEMORY_PREFIX + id]);
  const key = MEMORY_PREFIX + id;
  if (!countPost(memory, options.now, source.perMinute ?? DEFAULT_PER_MINUTE)) {
    const plan: Plan = { items: [], entries: { [key]: writeMemory(memory) }, removals: [] };
    return { status: 'refused', code: 'TOO_MANY', message: 'Too many events this minute. Send it again later.', plan };
  }
  if (source.kind === 'ping') return beat(source, request, memory, options.now);
  try {
    const body = parseBody(request);
    if (source.kind === 'signed' && !isAuthentic(body, snapshot[SIGNING_PREFIX + id] ?? '', options.now))
      return STRANGER;
    const events = READERS[source.kind].read(body, request);
    const items: SendItem[] = [];
    let repeated = 0;
    for (const event of events) {
      const item = toItem(source, event, body, memory, options);
      if (item === undefined) repeated++;
      else items.push(item);
    }
    return {
      status: 'accepted',
      plan: { items, entries: { [key]: writeMemory(memory) }, removals: [] },
      events: events.length,
      repeated,
    };
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return {
      status: 'refused',
      code: 'UNREADABLE',
      message: `The event is not what this source expects: ${error.message}.`,
    };
  }
}

/** A ping keeps a heartbeat monitor content; `status=fail` tells it of a failure at once. */
function beat(source: Source, { parameters }: RelayRequest, memory: Memory, now: number): Received {
  const status = parameters.status === 'fail' || parameters.status === 'start' ? parameters.status : 'ok';
  const entries = {
    [BEAT_PREFIX + source.id]: JSON.stringify({ at: now, status }),
    [MEMORY_PREFIX + source.id]: writeMemory(memory),
  };
  return { status: 'accepted', plan: { items: [], entries, removals: [] }, events: 1, repeated: 0 };
}

function parseBody({ body, contentType }: RelayRequest): unknown {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return parseForm(body);
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    throw new UnreadableEvent('', 'JSON in UTF-8');
  }
}

function parseForm(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const pair of body.split('&')) {
    const [name = '', value = ''] = pair.split('=').map(decode);
    if (name !== '' && name !== '__proto__') fields[name] = value;
  }
  return fields;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    throw new UnreadableEvent('', 'a form in UTF-8');
  }
}

function isAuthentic(body: unknown, key: string, now: number): boolean {
  const { timestamp, signature, signedText } = signedParts(body);
  return Math.abs(now / 1000 - timestamp) <= SIGNED_WITHIN_SECONDS && isSignedBy(key, signedText, signature);
}

/** The message of an event; undefined when it repeats one that was told already. */
function toItem(
  source: Source,
  event: RelayEvent,
  body: unknown,
  memory: Memory,
  options: RenderOptions,
): SendItem | undefined {
  const data = { ...event, body, source: source.id };
  const title = source.title === undefined ? event.title : renderText(source.title, data, options).text;
  const subject = source.thread === undefined ? event.subject : renderText(source.thread, data, options).text;
  const hash = (status: string) => hashOf([subject, status, title, event.text].join('\n'));
  const repeatMs = (source.repeatMinutes ?? DEFAULT_REPEAT_MINUTES) * 60_000;
  const { isNew, repeats } = noteEvent(memory, hash(event.status), options.now, repeatMs);
  if (!isNew) return undefined;
  const others = (['firing', 'resolved'] as const).filter(
    (status) => status !== event.status && event.status !== 'info',
  );
  const before = others.reduce((sum, status) => sum + forgetEvent(memory, hash(status)), repeats);
  const shown = { ...event, title };
  const message =
    source.message === undefined
      ? present(shown, before)
      : renderMessage(source.message, { ...data, title, repeats: before }, options).message;
  return {
    to: source.to ?? [],
    message,
    id: `relay/${source.id}/${hashOf(`${event.id}\n${memory.seen[hash(event.status)]?.[1] ?? 0}`)}`,
    whenTooLong: 'cut',
    ...(subject === '' ? {} : { threadKey: `${source.id}/${subject}`.slice(0, 4000) }),
    ...(source.priority === undefined ? {} : { priority: source.priority }),
  };
}

const MARKS = { firing: '🔴', resolved: '🟢', info: '🔵' } as const;

/** The usual message of an event. Whatever the sender wrote is made harmless. */
function present({ status, title, text, fields, url }: RelayEvent, repeats: number): Message {
  const lines = [
    `${MARKS[status]} ${bold(escapeText(title))}`,
    escapeText(text),
    ...fields.slice(0, 20).map(([label, value]) => `${escapeText(label)}: ${escapeText(value)}`),
    repeats > 0 ? `(repeated ${repeats} times before)` : '',
    /^https?:\/\//.test(url) ? link(url, 'Open') : '',
  ];
  return { text: lines.filter((line) => line !== '').join('\n') };
}
