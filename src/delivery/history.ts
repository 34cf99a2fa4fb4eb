import { utf8Length } from '../message/bytes';
import { redact } from '../redact';
import type { DiscardedDelivery } from './outbox';
import { MAX_VALUE_BYTES } from './record';
import { isMoment } from './stored-time';

/**
 * What became of the last deliveries that went through the outbox: one bounded value, newest last. Written along with
 * the progress, so it costs no call of its own; what is sent at once, without waiting, is in the execution log only.
 */
export const HISTORY_KEY = 'cc/h';

export interface HistoryEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly to: string;
  readonly id: string;
  readonly outcome: 'sent' | 'failed' | 'discarded' | 'folded';
  /** The HTTP status of the last attempt; 0 when there was no answer. */
  readonly status: number;
  readonly attempts: number;
  /** "spaces/AAA/messages/BBB" of what was sent; otherwise why it was not. */
  readonly detail: string;
}

type Row = [at: number, to: string, id: string, outcome: string, status: number, attempts: number, detail: string];

/** How each outcome is written. */
const LETTERS = { sent: 's', failed: 'f', discarded: 'd', folded: 'g' } as const;
const OUTCOMES = Object.keys(LETTERS) as (keyof typeof LETTERS)[];

/** Reads the history, oldest first; what is not of our making counts as none. */
export function readHistory(value: string | undefined): HistoryEntry[] {
  try {
    const rows = JSON.parse(value ?? '[]') as unknown[];
    return rows.filter(isRow).map(([at, to, id, outcome, status, attempts, detail]) => ({
      at,
      to,
      id,
      outcome: OUTCOMES.find((known) => LETTERS[known] === outcome) ?? 'sent',
      status,
      attempts,
      detail,
    }));
  } catch {
    return [];
  }
}

const isRow = (row: unknown): row is Row =>
  Array.isArray(row) &&
  isMoment(row[0]) &&
  [1, 2, 3, 6].every((at) => typeof row[at] === 'string') &&
  [4, 5].every((at) => Number.isFinite(row[at]));

/**
 * The entries that a history lacks of what was discarded. Whoever discards writes them himself; a drain that is at work
 * may write the history over from what it read before.
 */
export function untoldDiscards(
  history: readonly HistoryEntry[],
  discarded: readonly DiscardedDelivery[],
): HistoryEntry[] {
  const isTold = ({ to, id, acceptedAt, note }: DiscardedDelivery) =>
    history.some(
      (entry) =>
        entry.to === to &&
        entry.id === id &&
        // It was discarded in the moment in which it was sent.
        ((entry.outcome === 'sent' && entry.at >= acceptedAt) ||
          (entry.outcome === 'discarded' && entry.at >= note.at)),
    );
  return discarded.filter((delivery) => delivery.note.at > 0 && !isTold(delivery)).map(discardEntry);
}

/** What the history says of a delivery that was discarded while it waited. */
export const discardEntry = ({ to, id, tries, note }: DiscardedDelivery): HistoryEntry => ({
  at: note.at,
  to,
  id,
  outcome: 'discarded',
  status: tries?.status ?? 0,
  attempts: tries?.attempts ?? 0,
  detail: 'by hand',
});

/** A detail as the history keeps it: cut, and without secrets. */
export const writtenDetail = (detail: string): string => redact(detail).slice(0, 120);

/** The history with new entries, the oldest dropped until it fits one value. */
export function writeHistory(entries: readonly HistoryEntry[]): string {
  const rows: string[] = [];
  let sizeBytes = 2;
  for (const entry of [...entries].reverse()) {
    const row: Row = [
      entry.at,
      entry.to,
      entry.id,
      LETTERS[entry.outcome],
      entry.status,
      entry.attempts,
      writtenDetail(entry.detail),
    ];
    const text = JSON.stringify(row);
    sizeBytes += utf8Length(text) + 1;
    if (sizeBytes > MAX_VALUE_BYTES) break;
    rows.push(text);
  }
  return `[${rows.reverse().join(',')}]`;
}
