import type { Configuration } from '../settings/configuration';

/** One line of the health report. */
export interface HealthRow {
  /** What was looked at: "Outbox". */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem';
  /** What was found. */
  readonly found: string;
  /** What to do; '' when nothing is to be done. */
  readonly fix: string;
}

/**
 * Google's daily quotas of a consumer account, the smaller ones: how large those of this account are cannot be asked.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 */
export const DAILY_REQUESTS = 20_000;
export const DAILY_TRIGGER_RUNTIME_MS = 90 * 60_000;

/** A part of a quota or of the store that is used up, above which people are told. */
export const NEARLY = 0.8;

/** What the health is read from without asking anyone: a copy of the store. */
export interface StoredFacts {
  readonly snapshot: Readonly<Record<string, string>>;
  readonly configuration: Configuration;
  /** Epoch milliseconds. */
  readonly now: number;
}

export const row = (check: string, state: HealthRow['state'], found: string, fix = ''): HealthRow => ({
  check,
  state,
  found,
  fix,
});

/** The row of a quota, with how much of it is used. */
export function ofQuota(
  check: string,
  used: number,
  limit: number,
  words: (used: number) => string,
  of: string,
  fix: string,
): HealthRow {
  const isNear = used > limit * NEARLY;
  return row(check, isNear ? 'warning' : 'ok', `${words(used)} of ${of}`, isNear ? fix : '');
}
