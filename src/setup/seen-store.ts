import type { Store } from '../platform/platform';

/** A store that remembers what was read of it last, so that who comes later in an execution need not read it again. */
export class SeenStore implements Store {
  /** The last copy; undefined when nothing was read, or something has been written since. */
  fresh: Readonly<Record<string, string>> | undefined;
  /** The last copy, however old. */
  last: Readonly<Record<string, string>> | undefined;

  constructor(private readonly store: Store) {}

  readAll(): Record<string, string> {
    const all = this.store.readAll();
    this.fresh = this.last = all;
    return all;
  }

  read(key: string): string | null {
    return this.store.read(key);
  }

  write(entries: Readonly<Record<string, string>>): void {
    this.fresh = undefined;
    this.store.write(entries);
  }

  remove(key: string): void {
    this.fresh = undefined;
    this.store.remove(key);
  }
}
