/** How many requestIds are remembered at once; the oldest give way. Bounds the memory of a server that runs for weeks. */
const MAX_REMEMBERED = 100_000;

/** Which request first used an id, and what it made. */
export class RequestIds<T> {
  readonly #ttlMs: number;
  readonly #first = new Map<string, { readonly made: T; readonly at: number }>();

  /** @param ttlMs - how long an id is remembered from its first use, milliseconds */
  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  find(key: string, now: number): T | undefined {
    const found = this.#first.get(key);
    return found && now - found.at < this.#ttlMs ? found.made : undefined;
  }

  remember(key: string, made: T, at: number): void {
    // Deleted first, so that an id used anew after its time counts as the youngest.
    this.#first.delete(key);
    this.#first.set(key, { made, at });
    if (this.#first.size > MAX_REMEMBERED) {
      for (const oldest of this.#first.keys()) {
        this.#first.delete(oldest);
        break;
      }
    }
  }
}
