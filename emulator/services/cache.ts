import { ServiceException } from '../exception';
import { asText, Exception, type Google } from '../facade/google';
import {
  CACHE_ITEMS_KEPT,
  CACHE_ITEMS_MAX,
  CACHE_KEY_MAX_CHARACTERS,
  CACHE_LIFE_DEFAULT_SECONDS,
  CACHE_LIFE_MAX_SECONDS,
  CACHE_VALUE_MAX_BYTES,
} from '../limits';
import type { CallContext, Caller, Scope } from './service';

interface Item {
  readonly value: string;
  readonly expiresAt: number;
}

/** CacheService's caches. */
export class CacheHost {
  readonly #caches = new Map<string, Map<string, Item>>();

  getAll(context: CallContext, scope: Scope, keys: readonly string[]): Record<string, string> {
    const found: Record<string, string> = {};
    for (const key of keys) {
      const value = this.get(context, scope, key);
      if (value !== null) found[key] = value;
    }
    return found;
  }

  get(context: CallContext, scope: Scope, key: string): string | null {
    checkKey(key);
    const item = this.#open(context, scope).get(key);
    return item && context.now < item.expiresAt ? item.value : null;
  }

  put(context: CallContext, scope: Scope, key: string, value: string, lifeSeconds: number): null {
    return this.putAll(context, scope, { [key]: value }, lifeSeconds);
  }

  putAll(context: CallContext, scope: Scope, values: Record<string, string>, lifeSeconds: number): null {
    const entries = Object.entries(values);
    for (const [key, value] of entries) {
      checkKey(key);
      if (Buffer.byteLength(value) > CACHE_VALUE_MAX_BYTES) throw new ServiceException('Argument too large: value');
    }
    const cache = this.#open(context, scope);
    const expiresAt = context.now + lifeSeconds * 1000;
    for (const [key, value] of entries.slice(0, context.entriesMax)) {
      cache.set(key, { value, expiresAt });
      if (cache.size > CACHE_ITEMS_MAX) evict(cache, context.now);
    }
    return null;
  }

  remove(context: CallContext, scope: Scope, key: string): null {
    return this.removeAll(context, scope, [key]);
  }

  removeAll(context: CallContext, scope: Scope, keys: readonly string[]): null {
    keys.forEach(checkKey);
    const cache = this.#open(context, scope);
    for (const key of keys.slice(0, context.entriesMax)) cache.delete(key);
    return null;
  }

  /** Forgets everything, as Google may at any time. */
  clear(): void {
    this.#caches.clear();
  }

  #open(context: CallContext, scope: Scope): Map<string, Item> {
    const key = scope === 'user' ? `user:${context.execution.user}` : scope;
    let cache = this.#caches.get(key);
    if (!cache) this.#caches.set(key, (cache = new Map<string, Item>()));
    return cache;
  }
}

function checkKey(key: string): void {
  if (key === '') throw new ServiceException('Invalid argument: key');
  if (key.length > CACHE_KEY_MAX_CHARACTERS) throw new ServiceException('Argument too large: key');
}

/** Keeps the items farthest from their end, the ended ones go first. */
function evict(cache: Map<string, Item>, now: number): void {
  for (const [key, { expiresAt }] of cache) if (expiresAt <= now) cache.delete(key);
  if (cache.size <= CACHE_ITEMS_MAX) return;
  const soonestFirst = [...cache].sort(([, one], [, other]) => one.expiresAt - other.expiresAt);
  for (const [key] of soonestFirst.slice(0, cache.size - CACHE_ITEMS_KEPT)) cache.delete(key);
}

class Cache implements GoogleAppsScript.Cache.Cache {
  readonly #call: Caller<CacheHost>;
  readonly #scope: Scope;

  constructor(call: Caller<CacheHost>, scope: Scope) {
    this.#call = call;
    this.#scope = scope;
  }

  get(key: unknown): string | null {
    return this.#call('get', this.#scope, text(key, 'key'));
  }

  getAll(keys: unknown): Record<string, string> {
    return this.#call('getAll', this.#scope, texts(keys));
  }

  put(key: unknown, value: unknown, expirationInSeconds?: unknown): void {
    this.#call('put', this.#scope, text(key, 'key'), text(value, 'value'), seconds(expirationInSeconds));
  }

  putAll(values: unknown, expirationInSeconds?: unknown): void {
    const entries = Object.entries(values ?? {}).map(([key, value]): [string, string] => [key, text(value, 'value')]);
    this.#call('putAll', this.#scope, Object.fromEntries(entries), seconds(expirationInSeconds));
  }

  remove(key: unknown): void {
    this.#call('remove', this.#scope, text(key, 'key'));
  }

  removeAll(keys: unknown): void {
    this.#call('removeAll', this.#scope, texts(keys));
  }
}

function text(value: unknown, name: string): string {
  if (value === null || value === undefined) throw new Exception(`Invalid argument: ${name}`);
  return asText(value);
}

function texts(keys: unknown): string[] {
  if (!Array.isArray(keys)) throw new Exception('Invalid argument: keys');
  return keys.map((key) => text(key, 'key'));
}

// The text of this refusal is not recorded anywhere; that it is refused is documented ("the maximum").
function seconds(value: unknown): number {
  if (value === null || value === undefined) return CACHE_LIFE_DEFAULT_SECONDS;
  const life = Number(value);
  if (!(life >= 1 && life <= CACHE_LIFE_MAX_SECONDS)) throw new Exception('Invalid argument: expirationInSeconds');
  return life;
}

/** CacheService inside an execution. The document's cache is null in a project that belongs to no document. */
export function cacheFacade(google: Google) {
  const call = google.caller<CacheHost>('CacheService');
  return {
    getScriptCache: () => new Cache(call, 'script'),
    getUserCache: () => new Cache(call, 'user'),
    getDocumentCache: () => (google.bridge.info.bound ? new Cache(call, 'document') : null),
  };
}
