import * as v from 'valibot';
import type { Issue } from '../errors';
import type { Hold, Quiet } from '../delivery/quiet';
import type { SendOptions } from '../delivery/types';
import { lazily } from '../lazily';
import { checkTimeZone } from './check-zone';
import { countDropped } from './dropped';
import { checkShape, oneOf, textSchema, type ConfigurationPart, type Entries } from './entry';
import { readMutes, type Mute } from './mute';
import { zoneSchema } from './shape';
import { areEndless, checkWindows, windowsEnd, windowsInWords, windowsSchema, type Window } from './window';

/** What becomes of messages while a webhook is quiet: sent at the end, folded into one message at the end, or dropped. */
export type Meanwhile = 'send-later' | 'digest' | 'drop';

/** When a webhook is not to be disturbed. Messages of the priority `critical` pass. */
export interface QuietHours {
  /** The webhook's name, or "*" for all that have no quiet hours of their own. */
  readonly webhook: string;
  /** The zone of the windows' times, an IANA name: "Europe/Paris". */
  readonly timeZone: string;
  /** When it is quiet: [{ from: '22:00', until: '07:00' }, { from: '00:00', until: '24:00', on: 'weekends' }]. */
  readonly windows: readonly Window[];
  /** What becomes of messages meanwhile. @default 'send-later' */
  readonly meanwhile?: Meanwhile;
}

/** Whether quiet hours have begun meanwhile is looked at so often, milliseconds. */
const FREE_FOR_MS = 1_000;

/** The entry for every webhook that has none of its own. */
export const ALL_WEBHOOKS = '*';

const MEANWHILE = ['send-later', 'digest', 'drop'] as const;

export const meanwhileSchema = lazily(() => oneOf(MEANWHILE));

const quietHoursSchema = lazily(() =>
  v.strictObject(
    {
      webhook: textSchema(64),
      timeZone: zoneSchema(),
      windows: windowsSchema(),
      meanwhile: v.optional(meanwhileSchema()),
    },
    'quiet hours such as { webhook: "ops", timeZone: "Europe/Paris", windows: [{ from: "22:00", until: "07:00" }] }',
  ),
);

/** What quiet hours must be. */
export const quietHoursPart: ConfigurationPart<QuietHours> = {
  kind: 'quietHours',
  idField: 'webhook',
  check(entry) {
    const shape = checkShape(quietHoursSchema(), entry);
    if (shape.length > 0) return shape;
    const { timeZone, windows } = entry as QuietHours;
    const zone = checkTimeZone(timeZone);
    if (zone.length > 0) return zone;
    const issues = checkWindows(windows, timeZone).map((issue): Issue => ({ ...issue, path: `windows${issue.path}` }));
    if (issues.length > 0 || !areEndless(windows, timeZone)) return issues;
    const expected = 'windows that leave some time free; for a while without any there is muteUntil';
    return [{ path: 'windows', problem: 'never end', expected, received: windowsInWords(windows) }];
  },
  describe: ({ webhook, timeZone, windows, meanwhile = 'send-later' }) =>
    `${webhook === ALL_WEBHOOKS ? 'every webhook' : webhook} is quiet ${windowsInWords(windows)}, ${timeZone}: messages ${WORDS[meanwhile]}; critical ones pass`,
};

const WORDS: Readonly<Record<Meanwhile, string>> = {
  'send-later': 'wait until the end',
  digest: 'are told in one at the end',
  drop: 'are dropped, and counted',
};

/** Decides about messages, by one copy of the store. */
export class QuietBook implements Quiet {
  private readonly mutes: ReadonlyMap<string, Mute>;

  constructor(
    private readonly snapshot: Readonly<Record<string, string>>,
    private readonly quietHours: Entries<QuietHours>,
    private readonly now: number,
  ) {
    this.mutes = readMutes(snapshot, now);
  }

  count(dropped: Parameters<Quiet['count']>[0]): Record<string, string> {
    return countDropped(this.snapshot, dropped, this.now);
  }

  decide(to: string, priority: NonNullable<SendOptions['priority']>, at: number): Hold {
    if (priority === 'critical') return { kind: 'deliver' };
    const all = this.quietHours.all();
    if (all.size === 0 && this.mutes.size === 0) return { kind: 'deliver' };
    const quiet = this.quietHoursOf(to);
    const muted = [this.mutes.get(to), this.mutes.get(ALL_WEBHOOKS)].filter(
      (mute) => mute !== undefined && mute.until > at,
    );
    // The quiet of one may begin before that of the other is over.
    let until = at;
    let because: 'quiet-hours' | 'mute' = 'quiet-hours';
    for (const mute of muted) if (mute !== undefined && mute.until > until) [until, because] = [mute.until, 'mute'];
    const end = quiet === undefined ? undefined : this.endOf(to, quiet, until);
    if (end !== undefined && end > until) until = end;
    if (until <= at) return { kind: 'deliver' };
    const meanwhile =
      muted.find((mute) => mute?.meanwhile !== undefined)?.meanwhile ?? quiet?.meanwhile ?? 'send-later';
    const kind = meanwhile === 'send-later' ? 'hold' : meanwhile;
    return { kind, because, until };
  }

  private readonly ends = new Map<string, { readonly from: number; readonly end: number | undefined }>();

  /** When the windows end that an instant lies in. The same is asked of every message that waits: it is looked up once. */
  private endOf(to: string, { windows, timeZone }: QuietHours, instant: number): number | undefined {
    const known = this.ends.get(to);
    if (known !== undefined && instant >= known.from && instant < (known.end ?? known.from + FREE_FOR_MS))
      return known.end;
    const end = windowsEnd(windows, timeZone, instant);
    this.ends.set(to, { from: instant, end });
    return end;
  }

  private readonly known = new Map<string, QuietHours | undefined>();

  private quietHoursOf(to: string): QuietHours | undefined {
    if (!this.known.has(to)) {
      const valid = this.quietHours.valid();
      this.known.set(to, valid.get(to) ?? valid.get(ALL_WEBHOOKS));
    }
    return this.known.get(to);
  }
}
