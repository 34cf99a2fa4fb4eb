import type { SendItem } from '../delivery/types';
import { jsonBytes, cutText } from '../message/long-text';
import { link } from '../message/markup';
import { renderMessage, renderText } from '../message/template';
import { messageText } from './message-text';
import { utf8Length } from '../message/bytes';
import { createCron } from '../schedule/cron';
import { SHEET_PREFIX, VALUE_BYTES } from './memory';
import type { Rule } from './rule';
import { shortHash } from './short-hash';

/** A row's line in a digest. */
export interface DigestLine {
  /** The row's own number and how often it was told: the same row collected twice is one line. */
  readonly id: string;
  /** In Chat's markup, one line. */
  readonly text: string;
}

/** Rows that are collected. */
export interface StoredDigest {
  /** The rule's id. */
  readonly rule: string;
  readonly to: readonly string[];
  /** When its first row came in, epoch milliseconds. */
  readonly since: number;
  /** When it is sent, epoch milliseconds; 0 when only its count decides. */
  readonly dueAt: number;
  readonly lines: readonly DigestLine[];
  /** Rows that had no room, and are only counted. */
  readonly more: number;
  /** Of the tab. */
  readonly url: string;
}

const PREFIX = `${SHEET_PREFIX}d/`;
const LINE = { characters: 300, bytes: 700 };
/** What the lines of one message may take; Chat's limit for the whole is 32,000 bytes. */
const MESSAGE = { bytes: 24_000, lines: 100 };
const DEFAULT_TITLE = '*{{rule}}*: {{count | plural "row" "rows"}}';
const MINUTE_MS = 60_000;

/** The key under which rows of a rule for these webhooks are collected. */
export const digestKey = (rule: Rule, to: readonly string[]): string =>
  `${PREFIX}${shortHash(JSON.stringify([rule.id, to]), 6)}`;

/** One row's line: the template for lines, or else what the row's message says, on one line. */
export function digestLine(rule: Rule, data: object, now: number, timeZone: string): string {
  const { locale } = rule;
  const options = { now, timeZone, ...(locale !== undefined && { locale }) };
  const { message } = renderMessage(rule.digest?.line ?? rule.message, data, options);
  const whole = messageText(message);
  return cutText(whole.replace(/\s*\n\s*/g, ' · ').trim(), LINE).replace(/\n/g, ' ');
}

/** Adds rows to what is collected. A row that is there already is not added again. */
export function collect(
  stored: string | undefined,
  {
    rule,
    to,
    lines,
    now,
    timeZone,
    url,
  }: { rule: Rule; to: readonly string[]; lines: readonly DigestLine[]; now: number; timeZone: string; url: string },
): StoredDigest {
  const before = readDigest(stored) ?? {
    rule: rule.id,
    to,
    since: now,
    dueAt: dueAtOf(rule, now, timeZone),
    lines: [],
    more: 0,
    url,
  };
  const known = new Set(before.lines.map(({ id }) => id));
  const kept = [...before.lines];
  let bytes = utf8Length(JSON.stringify(before));
  let { more } = before;
  for (const line of lines) {
    if (known.has(line.id)) continue;
    bytes += utf8Length(JSON.stringify(line)) + 1;
    if (bytes > VALUE_BYTES) more += 1;
    else kept.push(line);
  }
  return { ...before, lines: kept, more };
}

/** When rows that begin to come in now are sent; 0 when only their count says. */
function dueAtOf({ digest = {} }: Rule, now: number, timeZone: string): number {
  const { everyMinutes, cron } = digest;
  const byTime = everyMinutes === undefined ? Infinity : now + everyMinutes * MINUTE_MS;
  const byCron =
    cron === undefined ? Infinity : (createCron(cron, timeZone).nextRun(new Date(now))?.getTime() ?? Infinity);
  const dueAt = Math.min(byTime, byCron);
  return dueAt === Infinity ? 0 : dueAt;
}

export function readDigest(stored: string | undefined): StoredDigest | undefined {
  try {
    const digest = JSON.parse(stored ?? '') as StoredDigest;
    return Array.isArray(digest.lines) && Array.isArray(digest.to) ? digest : undefined;
  } catch {
    return undefined;
  }
}

/** Everything that is collected, by key. */
export const storedDigests = (snapshot: Readonly<Record<string, string>>): [string, StoredDigest][] =>
  Object.keys(snapshot)
    .filter((key) => key.startsWith(PREFIX))
    .flatMap((key) => {
      const digest = readDigest(snapshot[key]);
      return digest === undefined ? [] : [[key, digest] as [string, StoredDigest]];
    });

/** Whether what is collected is to be sent. */
export const isDue = ({ dueAt, lines, more }: StoredDigest, rule: Rule | undefined, now: number): boolean =>
  (dueAt > 0 && dueAt <= now) || rule?.digest === undefined || lines.length + more >= (rule.digest.count ?? Infinity);

/**
 * The one message of many rows. Its id comes from what is in it, so that making it again makes no second message, and one
 * with a row more is another one.
 */
export function digestItem(
  rule: Rule,
  { to, lines, more, url }: Pick<StoredDigest, 'to' | 'lines' | 'more' | 'url'>,
  { now, timeZone }: { now: number; timeZone: string },
): SendItem {
  const count = lines.length + more;
  const title = renderText(
    rule.digest?.title ?? DEFAULT_TITLE,
    { rule: rule.title ?? rule.id, count },
    { now, timeZone, ...(rule.locale !== undefined && { locale: rule.locale }) },
  ).text;
  const shown: string[] = [];
  let bytes = 0;
  for (const { text } of lines) {
    bytes += jsonBytes(text) + 4;
    if (bytes > MESSAGE.bytes || shown.length === MESSAGE.lines) break;
    shown.push(`• ${text}`);
  }
  const left = count - shown.length;
  const rest = left === 0 ? [] : [`… and ${left} more${url === '' ? '' : `: ${link(url, 'open the sheet')}`}`];
  return {
    to,
    message: { text: [title, ...shown, ...rest].join('\n') },
    id: `rule/${rule.id}/digest/${shortHash(JSON.stringify([lines.map(({ id }) => id), more]), 10)}`,
    ...(rule.thread === 'rule' && { threadKey: `rule-${rule.id}` }),
    ...(rule.priority !== undefined && { priority: rule.priority }),
    whenTooLong: 'split',
  };
}
