/**
 * How many requestIds are remembered at least; beyond that the oldest half gives way. Bounds the memory of a server that
 * runs for weeks.
 */
const MIN_REMEMBERED = 50_000;

interface First<T> {
  readonly made: T;
  readonly at: number;
}

/** Which request first used an id, and what it made. */
export class RequestIds<T> {
  readonly #ttlMs: number;
  // Two generations: dropping the elder at once is cheap, deleting one by one from a large Map is not.
  #young = new Map<string, First<T>>();
  #old = new Map<string, First<T>>();

  /** @param ttlMs - how long an id is remembered from its first use, milliseconds */
  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  find(key: string, now: number): T | undefined {
    const first = this.#young.get(key) ?? this.#old.get(key);
    return first && now - first.at < this.#ttlMs ? first.made : undefined;
  }

  remember(key: string, made: T, at: number): void {
    if (this.#young.size >= MIN_REMEMBERED) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, { made, at });
  }
}
