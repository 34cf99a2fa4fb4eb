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

  forSpreadsheet(sheet: unknown) {
    return sourceBuilder(this.#install, 'SPREADSHEETS', idOf(sheet), {
      onOpen: 'ON_OPEN',
      onEdit: 'ON_EDIT',
      onChange: 'ON_CHANGE',
      onFormSubmit: 'ON_FORM_SUBMIT',
    });
  }

  forForm(form: unknown) {
    return sourceBuilder(this.#install, 'FORMS', idOf(form), { onOpen: 'ON_OPEN', onFormSubmit: 'ON_FORM_SUBMIT' });
  }

  forDocument(document: unknown) {
    return sourceBuilder(this.#install, 'DOCUMENTS', idOf(document), { onOpen: 'ON_OPEN' });
  }

  forUserCalendar(emailId: unknown) {
    return sourceBuilder(this.#install, 'CALENDAR', idOf(emailId), { onEventUpdated: 'ON_EVENT_UPDATED' });
  }
}

/** Of a document object or its id. */
function idOf(source: unknown): string {
  if (typeof source === 'string' && source !== '') return source;
  const id = (source as { getId?: () => string } | null | undefined)?.getId?.();
  if (id === undefined) throw new Exception('Invalid argument: key');
  return id;
}

/** Of a document's, form's, spreadsheet's or calendar's events: a method for each, and `create`. */
function sourceBuilder<Result, Method extends string>(
  install: Install<Result>,
  source: SourceSpec['source'],
  sourceId: string,
  events: Readonly<Record<Method, SourceSpec['event']>>,
) {
  type Builder = Readonly<Record<Method, () => Builder>> & { create(): Result };
  let chosen: SourceSpec['event'] | undefined;
  const builder = {
    create(): Result {
      if (chosen === undefined)
        throw new Exception('[emulator] The trigger needs an event: call onOpen() or the like.');
      return install({ source, event: chosen, sourceId });
    },
  } as Builder;
  for (const [method, event] of Object.entries(events) as [Method, SourceSpec['event']][]) {
    Object.assign(builder, {
      [method]: () => {
        chosen = event;
        return builder;
      },
    });
  }
  return builder;
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
