import type { CheckContext, ConfigurationPart } from '../../src/schedule/entry';
import { calendarPart, schedulePart } from '../../src/schedule/check';
import { Configuration, type CodeConfiguration } from '../../src/settings/configuration';
import { configure, type ConfigurationChanges } from '../../src/settings/configure';
import { viewConfiguration } from '../../src/settings/view';
import type { Platform } from '../../src/platform/platform';

/** A kind of entry with a secret in it. */
export const doorPart: ConfigurationPart<{ door: string; code: string; notes?: string[] }> = {
  kind: 'doors',
  idField: 'door',
  check: (entry) =>
    typeof (entry as { code?: unknown }).code === 'string'
      ? []
      : [{ path: 'code', problem: 'is missing', expected: 'a text', received: 'nothing' }],
  describe: ({ door }: { door: string }, { now }: CheckContext) => `the door ${door} at ${now}`,
  mask: (entry) => ({ ...entry, code: entry.code.replace(/\d+/g, '***') }),
};

export const parts = [schedulePart, calendarPart, doorPart];

/** Where configuration is kept in tests of its own part. */
export class Desk {
  readonly store = new Map<string, string>();
  code: CodeConfiguration = {};
  now = Date.parse('2026-11-24T09:00:00Z');
  locked = false;
  /** Called with each write; throws to play a kill. */
  onWrite: (entries: Readonly<Record<string, string>>) => void = () => undefined;

  configure(changes: ConfigurationChanges) {
    const { surroundings } = this;
    return configure({ platform: this.platform, code: this.code, parts, surroundings }, changes);
  }

  get surroundings() {
    return { now: this.now, ownUrl: '', tickEveryMinutes: 1 };
  }

  get configuration(): Configuration {
    return new Configuration(Object.fromEntries(this.store), this.code, parts, this.surroundings);
  }

  get view() {
    return viewConfiguration(this.configuration);
  }

  private get platform(): Platform {
    return {
      clock: { now: () => this.now },
      lock: { tryAcquire: () => !this.locked, release: () => undefined, isHeld: () => false },
      store: {
        readAll: () => Object.fromEntries(this.store),
        write: (entries: Record<string, string>) => {
          this.onWrite(entries);
          for (const [key, value] of Object.entries(entries)) this.store.set(key, value);
        },
        remove: (key: string) => void this.store.delete(key),
      },
    } as unknown as Platform;
  }
}

export const standup = {
  at: '09:00',
  on: 'weekdays',
  timeZone: 'Asia/Ho_Chi_Minh',
  to: 'team',
  message: 'Stand-up!',
};
