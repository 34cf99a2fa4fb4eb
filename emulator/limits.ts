/**
 * Google's limits. Sources are pages under developers.google.com/apps-script, read 2026-11-24: "Quotas for Google
 * Services" (guides/services/quotas) unless another is named.
 */

/** What an account may do in a day. A day begins with the first use and lasts 24 hours. */
export interface DailyQuotas {
  readonly urlFetchCalls: number;
  readonly propertyReadsAndWrites: number;
  readonly emailRecipients: number;
  readonly triggerRuntimeMs: number;
}

const MINUTE_MS = 60_000;

export const DAY_MS = 24 * 60 * MINUTE_MS;

/** By kind of account. */
export const DAILY_QUOTAS: Readonly<Record<'consumer' | 'workspace', DailyQuotas>> = {
  consumer: {
    urlFetchCalls: 20_000,
    propertyReadsAndWrites: 50_000,
    emailRecipients: 100,
    triggerRuntimeMs: 90 * MINUTE_MS,
  },
  workspace: {
    urlFetchCalls: 100_000,
    propertyReadsAndWrites: 500_000,
    emailRecipients: 1_500,
    triggerRuntimeMs: 360 * MINUTE_MS,
  },
};

/** How long one execution may run. */
export const EXECUTION_MAX_MS = 6 * MINUTE_MS;

/** How long a simple trigger may run (guides/triggers). */
export const SIMPLE_TRIGGER_MAX_MS = 30_000;

/** Executions of one user at the same time. */
export const SIMULTANEOUS_EXECUTIONS_MAX = 30;

/** Triggers per user and script. */
export const TRIGGERS_MAX = 20;

/** Bytes of UTF-8 in one property's value: 9 KB. */
export const PROPERTY_VALUE_MAX_BYTES = 9 * 1024;

/** Bytes of UTF-8 in one property store, keys and values: 500 KB. */
export const PROPERTY_STORE_MAX_BYTES = 500 * 1024;

/** Characters in a cache key (reference/cache/cache). */
export const CACHE_KEY_MAX_CHARACTERS = 250;

/** Bytes of UTF-8 in a cached value: 100 KB (reference/cache/cache). */
export const CACHE_VALUE_MAX_BYTES = 100 * 1024;

/** Seconds a cached value may live (reference/cache/cache). */
export const CACHE_LIFE_MAX_SECONDS = 21_600;

/** Seconds a cached value lives when nothing is said (reference/cache/cache). */
export const CACHE_LIFE_DEFAULT_SECONDS = 600;

/** Above so many items a cache drops all but {@link CACHE_ITEMS_KEPT} (reference/cache/cache). */
export const CACHE_ITEMS_MAX = 1_000;

/** The items farthest from their end that an overfull cache keeps (reference/cache/cache). */
export const CACHE_ITEMS_KEPT = 900;

/** Characters of a fetched URL (reference/url-fetch/url-fetch-app; the quota page says 2 KB). */
export const FETCH_URL_MAX_CHARACTERS = 2_082;

/** Bytes of a fetch's body: 50 MB. */
export const FETCH_BODY_MAX_BYTES = 50 * 1024 * 1024;

/** Bytes of an answer's body: 50 MB. */
export const FETCH_ANSWER_MAX_BYTES = 50 * 1024 * 1024;

/** Headers of one fetch. */
export const FETCH_HEADERS_MAX = 100;

/** Bytes of one fetch header: 8 KB. */
export const FETCH_HEADER_MAX_BYTES = 8 * 1024;

/** Seconds a fetch waits when nothing is said (reference/url-fetch/url-fetch-app, advanced parameters). */
export const FETCH_TIMEOUT_DEFAULT_SECONDS = 360;

/** The longest `Utilities.sleep` (reference/utilities/utilities). */
export const SLEEP_MAX_MS = 300_000;
