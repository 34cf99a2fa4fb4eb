import type { Plan, Refusal, SendItem } from '../../src/delivery/types';
import type { Calendar } from '../../src/schedule/days';
import type { Entries } from '../../src/schedule/entry';
import { fingerprint } from '../../src/schedule/hash';
import { runSchedules, type Trouble } from '../../src/schedule/run';
import type { Schedule } from '../../src/schedule/schedule';

/** The entries of a kind, as the settings would give them. */
export function entriesOf<Entry extends { readonly id: string }>(all: readonly Entry[], storedAt = 0): Entries<Entry> {
  return {
    fingerprint: fingerprint(JSON.stringify(all)),
    all: () => new Map(all.map((entry) => [entry.id, entry])),
    valid: () => new Map(all.map((entry) => [entry.id, entry])),
    storedAt: () => storedAt,
  };
}

/** Where the schedules' tick runs in tests of its own part: a store, a clock, and a tray that takes plans. */
export class Desk {
  readonly store = new Map<string, string>();
  readonly sent: SendItem[] = [];
  readonly log: { event: string; data: Readonly<Record<string, unknown>> }[] = [];
  schedules: readonly Schedule[] = [];
  calendars: readonly Calendar[] = [];
  storedAt = 0;
  now: number;
  writes = 0;
  /** What the tray refuses. */
  refuse: (item: SendItem) => Refusal['error'] | undefined = () => undefined;
  /** Called before each effect; throws to play a kill. */
  beforeEffect: (what: 'accept' | 'write') => void = () => undefined;

  constructor(now: string) {
    this.now = Date.parse(now);
  }

  tick(at?: string): Trouble[] {
    if (at !== undefined) this.now = Date.parse(at);
    return runSchedules({
      snapshot: Object.fromEntries(this.store),
      entries: { schedules: entriesOf(this.schedules, this.storedAt), calendars: entriesOf(this.calendars) },
      clock: {
        now: () => this.now,
        startedAt: this.now,
        sleep: (ms) => void (this.now += ms),
        timeZone: () => 'Etc/UTC',
      },
      store: {
        readAll: () => Object.fromEntries(this.store),
        read: (key) => this.store.get(key) ?? null,
        write: (entries) => this.write(entries),
        remove: (key) => void this.store.delete(key),
      },
      log: { write: (_level, event, data = {}) => void this.log.push({ event, data }), print: () => undefined },
      accept: (plan) => this.accept(plan),
    });
  }

  /** The ids of what was sent, in order. */
  get ids(): string[] {
    return this.sent.map(({ id }) => id ?? '');
  }

  private accept({ items, entries, removals, mend }: Plan): Refusal[] {
    this.beforeEffect('accept');
    const refusals = items.flatMap((item) => {
      const error = this.refuse(item);
      if (error === undefined) this.sent.push(item);
      return error === undefined ? [] : [{ id: item.id ?? '', to: String(item.to), error, isTold: false }];
    });
    const written = { ...entries, ...(refusals.length > 0 && mend?.(refusals, [])) };
    this.write(written);
    for (const key of removals) if (written[key] === undefined) this.store.delete(key);
    return refusals;
  }

  private write(entries: Readonly<Record<string, string>>): void {
    this.beforeEffect('write');
    this.writes += 1;
    for (const [key, value] of Object.entries(entries)) this.store.set(key, value);
  }
}
