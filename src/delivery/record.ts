import { utf8Length } from '../message/bytes';
import type { Message } from '../message/types';
import type { Delivery } from './delivery';
import { isMoment } from './stored-time';

/**
 * How deliveries are written into the store.
 *
 *   cc/o/<clock>/<random>        a segment: {"v":0,"m":[[id, to, message, extra?], …]}, never changed once written
 *   cc/o/<clock>/<random>#2/5    part 2 of the 5 parts of a segment that one value cannot hold
 *   cc/s/<clock>/<random>        the same, not before the time that its clock names
 *
 * A clock is 9 base-36 digits of milliseconds and 3 of a counter, so that keys sort as deliveries were accepted.
 */
export const OUTBOX_PREFIX = 'cc/o/';
export const LATER_PREFIX = 'cc/s/';

/**
 * Apps Script's limit on one property value is 9 KB, without saying whether of bytes or characters, or of 1,000 or 1,024:
 * a segment stays below the smallest reading, in UTF-8 bytes.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 */
export const MAX_VALUE_BYTES = 8_800;

/** A hybrid logical clock: the greatest of the time and every key seen, so that a key never sorts before an earlier one. */
export interface KeyClock {
  readonly ms: number;
  readonly counter: number;
}

/** More parts than the largest message of Chat's can need, whatever its characters: 32,000 bytes, each written as "\\u0000". */
const MAX_PARTS = 40;

/** Digits that keep apart the keys of two executions which write at the same time, not knowing of each other. */
const RANDOM_DIGITS = 6;

/** A segment's key: "cc/o/0m5kq3z9c000/x7f2a1". */
export const segmentKey = (prefix: string, { ms, counter }: KeyClock, random: number): string =>
  `${prefix}${pad(ms, 9)}${pad(counter, 3)}/${pad(Math.floor(random * 36 ** RANDOM_DIGITS), RANDOM_DIGITS)}`;

const pad = (value: number, digits: number): string => {
  const text = Math.max(0, value).toString(36);
  return '0'.repeat(Math.max(0, digits - text.length)) + text;
};

/** The next clock after the greatest key seen, not before now. */
export function nextClock(greatest: KeyClock, now: number): KeyClock {
  if (now > greatest.ms) return { ms: now, counter: 0 };
  return greatest.counter < 36 ** 3 - 1
    ? { ms: greatest.ms, counter: greatest.counter + 1 }
    : { ms: greatest.ms + 1, counter: 0 };
}

/** One physical key of a segment, taken apart; undefined when it is not of our making. */
export function parseSegmentKey(key: string) {
  const parts = /^(cc\/[os]\/)([0-9a-z]{9})([0-9a-z]{3})\/([0-9a-z]{4,6})(?:#([1-9]\d?)\/([1-9]\d?))?$/.exec(key);
  if (parts === null) return undefined;
  const [, prefix = '', ms = '', counter = '', random = '', part, count] = parts;
  if (part !== undefined && !isPart(Number(part), Number(count))) return undefined;
  return {
    segment: `${prefix}${ms}${counter}/${random}`,
    clock: { ms: parseInt(ms, 36), counter: parseInt(counter, 36) },
    later: prefix === LATER_PREFIX,
    /** 0 when the segment is not in parts. */
    part: part === undefined ? 0 : Number(part),
    count: count === undefined ? 0 : Number(count),
  };
}

/** Whether there can be such a part of so many, from 1. */
export const isPart = (part: number, count: number): boolean =>
  part >= 1 && part <= count && count >= 2 && count <= MAX_PARTS;

interface Extra {
  readonly r?: 1;
  readonly p?: 'c' | 'l';
  readonly b?: number;
  readonly e?: number;
  readonly u?: 1;
  readonly d?: string;
  readonly h?: number;
  readonly q?: 1;
  readonly f?: Readonly<Record<string, string>>;
  readonly n?: 1;
}

type StoredRecord = readonly [id: string, to: string, message: Message, extra?: Extra];

/** A delivery in the form it is stored in, as JSON. */
export function encodeDelivery(delivery: Delivery): string {
  const extra: Extra = {
    ...(delivery.messageReplyOption === 'REPLY_MESSAGE_OR_FAIL' && { r: 1 }),
    ...(delivery.priority !== 'normal' && { p: delivery.priority === 'critical' ? 'c' : 'l' }),
    ...(delivery.notBefore > 0 && { b: delivery.notBefore }),
    ...(delivery.expiresAt > 0 && { e: delivery.expiresAt }),
    ...(!delivery.ordered && { u: 1 }),
    ...(delivery.digestKey !== '' && { d: delivery.digestKey }),
    ...(delivery.heldUntil > 0 && { h: delivery.heldUntil }),
    ...(delivery.isHeldForDigest && { q: 1 }),
    ...(Object.keys(delivery.standsFor).length > 0 && { f: delivery.standsFor }),
    ...(delivery.notice && { n: 1 }),
  };
  const record = [delivery.id, delivery.to, delivery.message];
  return JSON.stringify(Object.keys(extra).length === 0 ? record : [...record, extra]);
}

/** Whether something in the store is a message, as far as our own code relies on it. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { text, fallbackText, cardsV2, thread } = value as Record<string, unknown>;
  const isText = (field: unknown) => field === undefined || typeof field === 'string';
  if (!isText(text) || !isText(fallbackText) || !(cardsV2 === undefined || Array.isArray(cardsV2))) return false;
  if (thread === undefined) return true;
  if (typeof thread !== 'object' || thread === null) return false;
  const { name, threadKey } = thread as Record<string, unknown>;
  return isText(name) && isText(threadKey);
}

function isExtra(value: unknown): value is Extra {
  if (typeof value !== 'object' || value === null) return false;
  const { b = 0, e = 0, d = '', h = 0, f = {} } = value as Record<string, unknown>;
  const isBits = typeof f === 'object' && f !== null && Object.values(f).every((bits) => typeof bits === 'string');
  return isMoment(b) && isMoment(e) && isMoment(h) && typeof d === 'string' && isBits;
}

function decodeRecord(record: unknown): Delivery | undefined {
  if (!Array.isArray(record)) return undefined;
  const [id, to, message, extra = {}] = record as unknown as StoredRecord;
  if (typeof id !== 'string' || typeof to !== 'string' || !isMessage(message) || !isExtra(extra)) return undefined;
  return {
    id,
    to,
    message,
    messageReplyOption: extra.r === 1 ? 'REPLY_MESSAGE_OR_FAIL' : 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
    priority: extra.p === 'c' ? 'critical' : extra.p === 'l' ? 'low' : 'normal',
    notBefore: extra.b ?? 0,
    expiresAt: extra.e ?? 0,
    ordered: extra.u !== 1,
    digestKey: extra.d ?? '',
    heldUntil: extra.h ?? 0,
    isHeldForDigest: extra.q === 1,
    standsFor: extra.f ?? {},
    notice: extra.n === 1,
  };
}

/** A segment ready to be written: its key and its entries, several when one value cannot hold it. */
export interface EncodedSegment {
  readonly key: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly count: number;
  readonly sizeBytes: number;
}

/**
 * Packs deliveries, in their order, into as few segments as fit.
 *
 * @param records - each from {@link encodeDelivery}
 * @param visibleAt - epoch milliseconds before which no other execution takes them; 0 at once
 * @param nextKey - gives a new key, sorting after the one before
 */
export function encodeSegments(records: readonly string[], visibleAt: number, nextKey: () => string): EncodedSegment[] {
  const head = visibleAt > 0 ? `{"v":${visibleAt},"m":[` : '{"m":[';
  const segments: EncodedSegment[] = [];
  let batch: string[] = [];
  let batchBytes = 0;
  const flush = () => {
    if (batch.length === 0) return;
    const key = nextKey();
    const entries = splitValue(key, `${head}${batch.join(',')}]}`);
    segments.push({ key, entries, count: batch.length, sizeBytes: sizeOf(entries) });
    batch = [];
    batchBytes = 0;
  };
  for (const record of records) {
    const recordBytes = utf8Length(record) + 1;
    if (batchBytes + recordBytes + head.length + 2 > MAX_VALUE_BYTES) flush();
    batch.push(record);
    batchBytes += recordBytes;
  }
  flush();
  return segments;
}

/** One value under its key, or in parts under `key#1/n` to `key#n/n` when it is too large for one. */
export function splitValue(key: string, value: string): Record<string, string> {
  if (utf8Length(value) <= MAX_VALUE_BYTES) return { [key]: value };
  const parts: string[] = [];
  let start = 0;
  let bytes = 0;
  let index = 0;
  for (const character of value) {
    const size = utf8Length(character);
    if (bytes + size > MAX_VALUE_BYTES) {
      parts.push(value.slice(start, index));
      start = index;
      bytes = 0;
    }
    bytes += size;
    index += character.length;
  }
  parts.push(value.slice(start));
  const entries: Record<string, string> = {};
  parts.forEach((part, at) => (entries[`${key}#${at + 1}/${parts.length}`] = part));
  return entries;
}

/** The bytes that entries take in the store: keys and values, as UTF-8. */
export const sizeOf = (entries: Readonly<Record<string, string>>): number =>
  Object.keys(entries).reduce((sum, key) => sum + utf8Length(key) + utf8Length(entries[key] ?? ''), 0);

/** Reads a segment's value; undefined when it is not of our making. */
export function decodeSegment(value: string): { visibleAt: number; deliveries: Delivery[] } | undefined {
  try {
    const { v = 0, m } = JSON.parse(value) as { v?: unknown; m?: unknown };
    if (!Array.isArray(m) || !isMoment(v)) return undefined;
    const deliveries = m.map(decodeRecord);
    return deliveries.every((delivery): delivery is Delivery => delivery !== undefined)
      ? { visibleAt: v, deliveries }
      : undefined;
  } catch {
    return undefined;
  }
}
