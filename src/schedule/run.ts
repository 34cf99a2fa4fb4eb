import type { Issue } from '../errors';
import { describeIssue } from '../errors';
import type { Plan, Refusal, SendItem } from '../delivery/types';
import { renderMessage } from '../message/template';
import type { Message } from '../message/types';
import type { Clock, Log, Store } from '../platform/platform';
import { redact } from '../redact';
import { ScheduleBook, type DueSchedule, type Missed, type ScheduleEntries } from './book';
import { itemOf, occurrenceOf } from './occurrence';
import type { Occurrence, Schedule } from './schedule';
import { formatInstant } from './zone';

/**
 * Takes a plan into the outbox and keeps its state, in one write: the messages first.
 *
 * @returns what was refused; empty when all was taken
 */
export type Accept = (plan: Plan) => readonly Refusal[];

/** Something that a person should hear of. */
export interface Trouble {
  /** What it is about, one for as long as it lasts: "schedule/standup". */
  readonly key: string;
  /** What happened and what to do. Holds no secret. */
  readonly text: string;
}

/** What a run of the schedules needs and does. */
export interface ScheduleRun {
  readonly snapshot: Readonly<Record<string, string>>;
  readonly entries: ScheduleEntries;
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
  readonly accept: Accept;
}

/** How often a function that throws is called again, a tick apart, before its occurrence is given up. */
const MAX_FAILURES = 3;

/** Refusals that pass: the store had no room, or did not take the message for sure. */
export const NOT_TAKEN: readonly string[] = ['OUTBOX_FULL', 'DELIVERY_UNKNOWN'];

/** No further function is called after this long, so that the run ends well before Apps Script ends it. */
const FUNCTIONS_MS = 120_000;

/**
 * Makes the messages of all schedules that are due and hands them over. A kill at any moment repeats messages under the same
 * ids, and loses none: a schedule moves on only when its message was taken, or given up and told of.
 *
 * @returns what went wrong, for a person to hear of
 */
export function runSchedules(run: ScheduleRun): Trouble[] {
  const { snapshot, entries, clock } = run;
  const startedAt = clock.now();
  const book = new ScheduleBook(snapshot, entries, startedAt);
  const troubles: Trouble[] = [];
  const plain = book.due.filter(({ schedule }) => typeof schedule.message !== 'function');
  const made = plain.map((due) => make(due, templateOf(due.schedule), startedAt));
  finish(run, book, made, troubles);
  const computed = book.due.filter(({ schedule }) => typeof schedule.message === 'function');
  if (computed.length === 0) return troubles;
  // Those that have not failed go first, so that one that never ends holds up no other for ever.
  for (const due of [...computed].sort((one, other) => one.failures - other.failures)) {
    if (clock.now() - startedAt > FUNCTIONS_MS) break;
    if (due.failures >= MAX_FAILURES) {
      finish(
        run,
        book,
        [{ due, items: [], issues: [], failed: 'it was not done when Apps Script ended the execution' }],
        troubles,
      );
      continue;
    }
    // A function that is never done takes the whole execution with it: it is counted before it is called.
    book.keep(due, due.failures + 1);
    keepState(run, book);
    finish(run, book, [callFunction(due, startedAt)], troubles);
  }
  return troubles;
}

function keepState({ store }: ScheduleRun, book: ScheduleBook): void {
  const { entries, removals } = book.changes();
  store.write(entries);
  for (const key of removals) store.remove(key);
}

interface Made {
  readonly due: DueSchedule;
  readonly items: readonly SendItem[];
  readonly issues: readonly Issue[];
  /** What making it threw; the occurrence stays due. */
  readonly failed?: string;
}

type Render = (occurrence: Occurrence) => { message: string | Message | null; issues: readonly Issue[] };

function templateOf({ message, timeZone, locale }: Schedule): Render {
  return (occurrence) =>
    renderMessage(message as string | Message, occurrence, {
      now: occurrence.at.getTime(),
      timeZone,
      ...(locale !== undefined && { locale }),
    });
}

function callFunction(due: DueSchedule, now: number): Made {
  const { message } = due.schedule;
  try {
    return make(
      due,
      (occurrence) => ({ message: (message as (at: Occurrence) => string | Message | null)(occurrence), issues: [] }),
      now,
    );
  } catch (error) {
    return {
      due,
      items: [],
      issues: [],
      failed: redact(String((error as { message?: unknown } | null)?.message ?? error)),
    };
  }
}

function make(due: DueSchedule, render: Render, now: number): Made {
  const { schedule, occurrences, missed } = due;
  const items: SendItem[] = [];
  const issues: Issue[] = [];
  for (const at of occurrences) {
    if (at > now) continue;
    const occurrence = occurrenceOf(schedule, at, items.length === 0 ? (missed?.count ?? 0) : 0);
    const rendered = render(occurrence);
    issues.push(...rendered.issues);
    if (rendered.message !== null) items.push(itemOf(schedule, occurrence, rendered.message));
  }
  return { due, items, issues };
}

/** Hands over what was made, and moves on those schedules whose messages were taken. */
function finish(run: ScheduleRun, book: ScheduleBook, made: readonly Made[], troubles: Trouble[]): void {
  const givenUp = made.filter(({ due, failed }) => failed !== undefined && due.failures + 1 >= MAX_FAILURES);
  const done = made.filter(({ failed }) => failed === undefined);
  for (const { due } of [...done, ...givenUp]) book.settle(due);
  const { entries, removals } = book.changes();
  const items = done.flatMap((one) => one.items);
  if (items.length === 0 && Object.keys(entries).length === 0 && removals.length === 0) return;
  const reopen = (refused: readonly Refusal[]) => {
    const notTaken = done.filter((one) =>
      one.items.some((item) => refused.some(({ id, error }) => id === item.id && NOT_TAKEN.includes(error.code))),
    );
    for (const { due } of notTaken) book.reopen(due);
    return notTaken;
  };
  const mend = (refused: readonly Refusal[]) => (reopen(refused).length === 0 ? {} : book.changes().entries);
  const refused = run.accept({ items, entries, removals, mend });
  const notTaken = reopen(refused.filter(({ isTold }) => !isTold));
  // Nothing was written, or it is not known whether it was.
  if (refused.some(({ error }) => error.code === 'DELIVERY_UNKNOWN')) keepState(run, book);
  for (const one of done) if (!notTaken.includes(one)) report(run, one, refused, troubles);
  for (const { due } of notTaken) {
    troubles.push(trouble(due.schedule, 'found no room in the outbox. It is tried again every minute.'));
  }
  for (const { due, failed } of made.filter((one) => one.failed !== undefined)) {
    const last = due.failures + 1 >= MAX_FAILURES;
    run.log.write(last ? 'error' : 'warning', 'schedule.function-failed', {
      schedule: due.schedule.id,
      attempt: due.failures + 1,
      error: failed,
    });
    if (last)
      troubles.push(
        trouble(
          due.schedule,
          `was not sent: its function failed ${MAX_FAILURES} times, the last time with "${failed ?? ''}".`,
        ),
      );
  }
}

const trouble = ({ id }: Schedule, what: string): Trouble => ({
  key: `schedule/${id}`,
  text: `The schedule "${id}" ${what}`,
});

function report(
  run: ScheduleRun,
  { due, items, issues }: Made,
  refusals: readonly Refusal[],
  troubles: Trouble[],
): void {
  const { schedule, missed } = due;
  if (missed !== undefined)
    run.log.write('warning', 'schedule.missed', { schedule: schedule.id, ...describeMissed(missed) });
  const refused = refusals.filter(({ id }) => items.some((item) => item.id === id));
  const [first] = refused;
  const names = new Set(refused.map(({ to }) => `"${to}"`));
  if (first !== undefined)
    troubles.push(trouble(schedule, `was not sent to ${[...names].join(', ')}: ${first.error.message}`));
  else if (issues.length > 0)
    troubles.push(trouble(schedule, `was sent, but not as meant: ${issues.map(describeIssue).join(' ')}`));
}

const describeMissed = ({ count, firstAt, lastAt }: Missed) => ({
  count,
  first: formatInstant(firstAt),
  last: formatInstant(lastAt),
});
