import type { Plan, Refusal, SendItem } from '../../src/delivery/types';
import type { Monitor } from '../../src/monitor/monitor';
import { runMonitors } from '../../src/monitor/run';
import { NetworkError, type Http, type HttpRequest, type HttpResponse } from '../../src/platform/platform';
import { redact } from '../../src/redact';
import type { Trouble } from '../../src/schedule/run';
import { entriesOf } from '../schedule/desk';

/** How a system behaves: a status with what goes with it, or one of Apps Script's exceptions. */
export interface System {
  readonly status?: number;
  readonly body?: string;
  readonly latencyMs?: number;
  /** "DNS error", "Timeout": what the exception begins with; it ends with the address. */
  readonly error?: string;
  /** The whole exception, where it names no address. */
  readonly exception?: string;
  readonly kind?: NetworkError['kind'];
}

/** The internet as UrlFetchApp sees it: each call takes as long as its slowest request, and one failure fails the call. */
export class Internet implements Http {
  readonly systems = new Map<string, System>();
  readonly calls: string[][] = [];
  readonly requests: HttpRequest[] = [];
  /** What systems that are not listed do. */
  usual: System = { status: 200, latencyMs: 100 };

  constructor(private readonly pass: (ms: number) => void) {}

  fetch(request: HttpRequest): HttpResponse {
    return this.fetchAll([request])[0] as HttpResponse;
  }

  fetchAll(requests: readonly HttpRequest[]): HttpResponse[] {
    this.calls.push(requests.map(({ url }) => url));
    this.requests.push(...requests);
    const systems = requests.map(({ url }) => this.systems.get(url) ?? this.usual);
    this.pass(Math.max(...systems.map(({ latencyMs = 100 }) => latencyMs)));
    systems.forEach(({ error, exception, kind = 'unanswered' }, index) => {
      if (error === undefined && exception === undefined) return;
      throw new NetworkError(redact(exception ?? `${error ?? ''}: ${requests[index]?.url ?? ''}`), kind);
    });
    return systems.map(({ status = 200, body = '' }) => ({ status, body, header: () => undefined }));
  }
}

/** Where the monitors' tick runs in tests of its own part. */
export class Desk {
  readonly store = new Map<string, string>();
  readonly sent: SendItem[] = [];
  readonly internet = new Internet((ms) => (this.now += ms));
  readonly log: string[] = [];
  monitors: readonly Monitor[] = [];
  refuse: (item: SendItem) => Refusal['error'] | undefined = () => undefined;
  now: number;
  writes = 0;

  constructor(now = '2026-11-24T09:00:00Z') {
    this.now = Date.parse(now);
  }

  /** A tick each minute, as many as given; what went wrong in them. */
  run(minutes = 1): Trouble[] {
    const troubles: Trouble[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      const startedAt = this.now;
      troubles.push(...this.tick());
      this.now = Math.max(this.now, startedAt + 60_000);
    }
    return troubles;
  }

  tick(): Trouble[] {
    return runMonitors({
      snapshot: Object.fromEntries(this.store),
      entries: entriesOf(this.monitors),
      clock: {
        now: () => this.now,
        startedAt: this.now,
        sleep: (ms) => void (this.now += ms),
        timeZone: () => 'Etc/UTC',
      },
      http: this.internet,
      store: {
        readAll: () => Object.fromEntries(this.store),
        read: (key) => this.store.get(key) ?? null,
        write: (entries) => this.write(entries),
        remove: (key) => void this.store.delete(key),
      },
      log: { write: (_level, event) => void this.log.push(event), print: () => undefined },
      quiet: { decide: () => ({ kind: 'deliver' }), count: () => ({}) },
      accept: (plan) => this.accept(plan),
    });
  }

  /** What was told: the kind of each event, as its id ends. */
  get events(): string[] {
    return this.sent.map(({ id = '' }) => id.replace(/^.*\//, ''));
  }

  get texts(): string[] {
    return this.sent.map(({ message }) => (typeof message === 'string' ? message : (message.text ?? '')));
  }

  write(entries: Readonly<Record<string, string>>): void {
    this.writes += 1;
    for (const [key, value] of Object.entries(entries)) this.store.set(key, value);
  }

  private accept({ items, entries, removals, mend }: Plan): Refusal[] {
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
}

export const shop: Monitor = {
  id: 'shop',
  url: 'https://shop.example.com/health?key=EXAMPLE_KEY',
  everyMinutes: 1,
  to: 'ops',
};
