/** Keeps the latest entries, oldest first, and counts all. */
export class Log<T> {
  #entries: T[] = [];
  #start = 0;
  #count = 0;
  readonly #limit: number;

  /** @param limit - how many entries are kept; Infinity keeps all */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: T): void {
    this.#entries.push(entry);
    this.#count += 1;
    if (this.#entries.length - this.#start > this.#limit) this.#start += 1;
    // What has fallen out is freed in bulk, so that adding stays cheap.
    if (this.#start > 1024 && this.#start > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  /** How many were ever added since the last clearing. */
  get count(): number {
    return this.#count;
  }

  entries(): readonly T[] {
    return this.#start === 0 ? this.#entries : this.#entries.slice(this.#start);
  }

  clear(): void {
    this.#entries = [];
    this.#start = 0;
    this.#count = 0;
  }
}
