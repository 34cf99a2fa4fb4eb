import type { ClockSpec } from '../clock-schedule';
import { asText, Exception } from '../facade/google';
import { isTimeZone } from '../time-zone';
import type { SourceSpec, Trigger } from '../triggers';

const MINUTES = [1, 5, 10, 15, 30];
const HOURS = [1, 2, 4, 6, 8, 12];
const WEEK_DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

type Install<Result> = (spec: Trigger['spec']) => Result;

/** What `ScriptApp.newTrigger` gives: says what the trigger waits for. */
export class TriggerBuilder<Result> {
  readonly #install: Install<Result>;

  constructor(install: Install<Result>) {
    this.#install = install;
  }

  timeBased(): ClockTriggerBuilder<Result> {
    return new ClockTriggerBuilder(this.#install);
  }

  forSpreadsheet(sheet: unknown): SourceTriggerBuilder<Result> {
    return new SourceTriggerBuilder(this.#install, 'SPREADSHEETS', idOf(sheet));
  }

  forForm(form: unknown): SourceTriggerBuilder<Result> {
    return new SourceTriggerBuilder(this.#install, 'FORMS', idOf(form));
  }

  forDocument(document: unknown): SourceTriggerBuilder<Result> {
    return new SourceTriggerBuilder(this.#install, 'DOCUMENTS', idOf(document));
  }

  forUserCalendar(emailId: unknown): SourceTriggerBuilder<Result> {
    return new SourceTriggerBuilder(this.#install, 'CALENDAR', idOf(emailId));
  }
}

/** Of a document object or its id. */
function idOf(source: unknown): string {
  if (typeof source === 'string' && source !== '') return source;
  const id = (source as { getId?: () => string } | null | undefined)?.getId?.();
  if (id === undefined) throw new Exception('Invalid argument: key');
  return id;
}

/** Of a document's, form's, spreadsheet's or calendar's events. */
class SourceTriggerBuilder<Result> {
  readonly #install: Install<Result>;
  readonly #source: SourceSpec['source'];
  readonly #sourceId: string;
  #event: SourceSpec['event'] | undefined;

  constructor(install: Install<Result>, source: SourceSpec['source'], sourceId: string) {
    this.#install = install;
    this.#source = source;
    this.#sourceId = sourceId;
  }

  onOpen(): this {
    return this.#on('ON_OPEN');
  }

  onEdit(): this {
    return this.#on('ON_EDIT');
  }

  onChange(): this {
    return this.#on('ON_CHANGE');
  }

  onFormSubmit(): this {
    return this.#on('ON_FORM_SUBMIT');
  }

  onEventUpdated(): this {
    return this.#on('ON_EVENT_UPDATED');
  }

  create(): Result {
    if (this.#event === undefined)
      throw new Exception('[emulator] The trigger needs an event: call onEdit() or the like.');
    return this.#install({ source: this.#source, event: this.#event, sourceId: this.#sourceId });
  }

  #on(event: SourceSpec['event']): this {
    this.#event = event;
    return this;
  }
}

/** Of the clock. */
class ClockTriggerBuilder<Result> {
  readonly #install: Install<Result>;
  #spec: ClockSpec = {};

  constructor(install: Install<Result>) {
    this.#install = install;
  }

  everyMinutes(n: number): this {
    return this.#oneOf('everyMinutes', n, MINUTES);
  }

  everyHours(n: number): this {
    return this.#oneOf('everyHours', n, HOURS);
  }

  everyDays(n: number): this {
    return this.#set({ everyDays: whole(n, 'n', 1, Infinity) });
  }

  everyWeeks(n: number): this {
    return this.#set({ everyWeeks: whole(n, 'n', 1, Infinity) });
  }

  onWeekDay(day: unknown): this {
    const weekDay = WEEK_DAYS.indexOf(asText(day));
    if (weekDay < 0) throw new Exception('Invalid argument: day');
    return this.#set({ weekDay, everyWeeks: this.#spec.everyWeeks ?? 1 });
  }

  onMonthDay(day: number): this {
    return this.#set({ monthDay: whole(day, 'day', 1, 31) });
  }

  atHour(hour: number): this {
    return this.#set({ hour: whole(hour, 'hour', 0, 23) });
  }

  nearMinute(minute: number): this {
    return this.#set({ minute: whole(minute, 'minute', 0, 59) });
  }

  after(durationMilliseconds: number): this {
    return this.#set({ afterMs: durationMilliseconds });
  }

  at(date: Date): this {
    return this.#set({ at: date.getTime() });
  }

  atDate(year: number, month: number, day: number): this {
    return this.#set({
      atDate: [whole(year, 'year', 1, 9999), whole(month, 'month', 1, 12), whole(day, 'day', 1, 31)],
    });
  }

  inTimezone(timezone: string): this {
    if (!isTimeZone(timezone)) throw new Exception(`Invalid argument: timezone. Should be of type: String`);
    return this.#set({ timeZone: timezone });
  }

  create(): Result {
    const { everyMinutes, everyHours, everyDays, everyWeeks, monthDay, afterMs, at, atDate } = this.#spec;
    const frequencies = [everyMinutes, everyHours, everyDays, everyWeeks, monthDay, afterMs, at, atDate];
    if (frequencies.every((value) => value === undefined)) {
      throw new Exception('[emulator] The trigger needs a time: call everyMinutes(), after(), at() or the like.');
    }
    return this.#install({ clock: this.#spec });
  }

  #oneOf(name: 'everyMinutes' | 'everyHours', n: number, allowed: readonly number[]): this {
    if (!allowed.includes(n)) {
      const list = `${allowed.slice(0, -1).join(', ')} or ${String(allowed.at(-1))}`;
      throw new Exception(`The value you passed to ${name} was invalid. It must be one of ${list}.`);
    }
    return this.#set({ [name]: n });
  }

  #set(change: ClockSpec): this {
    this.#spec = { ...this.#spec, ...change };
    return this;
  }
}

function whole(value: number, name: string, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Exception(`Invalid argument: ${name}`);
}
