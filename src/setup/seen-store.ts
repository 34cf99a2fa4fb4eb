import type { Store } from '../platform/platform';

/**
 * A store that remembers its last copy and keeps it up to date with what this execution writes, so that who comes later in
 * the execution need not read it again. What other executions write meanwhile is not in it.
 */
export class SeenStore implements Store {
  /** The last copy; undefined before the first reading. */
  seen: Readonly<Record<string, string>> | undefined;

  constructor(private readonly store: Store) {}

  readAll(): Record<string, string> {
    const all = this.store.readAll();
    this.seen = { ...all };
    return all;
  }

  read(key: string): string | null {
    return this.store.read(key);
  }

  write(entries: Readonly<Record<string, string>>): void {
    this.store.write(entries);
    if (this.seen !== undefined) this.seen = { ...this.seen, ...entries };
  }

  remove(key: string): void {
    this.store.remove(key);
    if (this.seen === undefined) return;
    const rest = { ...this.seen };
    delete rest[key];
    this.seen = rest;
  }
}
