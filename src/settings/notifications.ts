import type { Monitor } from '../monitor/monitor';
import type { Source } from '../relay/source';
import type { Calendar } from '../schedule/days';
import type { QuietHours } from '../schedule/quiet';
import type { Schedule } from '../schedule/schedule';
import type { Rule } from '../sheet/rule';

/** What notifications.ts defines. Every list may be empty. */
export interface Notifications {
  /** Messages at set times. */
  readonly schedules: readonly Schedule[];
  /** Addresses that are checked, and jobs that must call in. */
  readonly monitors: readonly Monitor[];
  /** Messages about rows of a sheet and submissions of a form. */
  readonly rules: readonly Rule[];
  /** Other systems that report through the script's web app. */
  readonly sources: readonly Source[];
  /** Workdays and holidays, which schedules refer to by id. */
  readonly calendars: readonly Calendar[];
  /** When webhooks are not to be disturbed. */
  readonly quietHours: readonly QuietHours[];
}
