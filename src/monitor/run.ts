import { describeIssue } from '../errors';
import type { Quiet } from '../delivery/quiet';
import type { Refusal, SendItem } from '../delivery/types';
import type { Clock, Http, Log, Store } from '../platform/platform';
import type { Entries } from '../schedule/entry';
import { NOT_TAKEN, type Accept, type Trouble } from '../schedule/run';
import { MonitorBook, type DueMonitor } from './book';
import { makeChecks, type Check } from './fetch';
import { judgeHeartbeat } from './heartbeat';
import type { CheckOutcome } from './expectation';
import type { Monitor } from './monitor';
import { itemOf, priorityOf } from './report';
import { requestOf } from './request';

/** What a run of the monitors needs and does. */
export interface MonitorRun {
  readonly snapshot: Readonly<Record<string, string>>;
  readonly entries: Entries<Monitor>;
  readonly clock: Clock;
  readonly http: Http;
  readonly store: Store;
  readonly log: Log;
  readonly quiet: Quiet;
  readonly accept: Accept;
}

interface Settled {
  readonly due: DueMonitor;
  readonly outcome: CheckOutcome;
  /** Of a heartbeat: when it can change by itself, epoch seconds. */
  readonly nextAt?: number;
}

/**
 * Makes the checks that are due and hands over what people are told. A kill at any moment repeats checks and messages, the
 * messages under the same ids.
 *
 * @returns what went wrong with the monitors themselves, for a person to hear of
 */
export function runMonitors(run: MonitorRun): Trouble[] {
  const { snapshot, entries, clock } = run;
  const now = Math.floor(clock.now() / 1000);
  const book = new MonitorBook(snapshot, entries, now);
  const troubles: Trouble[] = [];
  const beats = book.due.filter(({ monitor }) => monitor.heartbeat !== undefined);
  const settled: Settled[] = beats.map((due) => ({
    due,
    ...judgeHeartbeat(due.monitor, snapshot, due.state.bornAt, now),
  }));
  settled.push(
    ...checkAddresses(
      run,
      book.due.filter(({ monitor }) => monitor.heartbeat === undefined),
      troubles,
    ),
  );
  return finish(run, book, settled, now, troubles);
}

function checkAddresses(
  { snapshot, http, clock }: MonitorRun,
  due: readonly DueMonitor[],
  troubles: Trouble[],
): Settled[] {
  const settled: Settled[] = [];
  const byCheck = new Map<Check, DueMonitor>();
  for (const one of due) {
    const request = requestOf(one.monitor, snapshot);
    if ('missing' in request) {
      const reason = `the script property "${request.missing}" is missing`;
      troubles.push(trouble(one.monitor, `is not checked: ${reason}. Add it in Project settings.`));
      settled.push({ due: one, outcome: { kind: 'unknown', reason } });
    } else byCheck.set({ monitor: one.monitor, request, alone: one.state.alone }, one);
  }
  if (byCheck.size === 0) return settled;
  const { outcomes, refused } = makeChecks([...byCheck.keys()], http, clock);
  if (refused !== undefined) troubles.push({ key: 'monitors', text: REFUSED[refused] });
  for (const [check, one] of byCheck) {
    settled.push({ due: one, outcome: outcomes.get(check) ?? { kind: 'unknown', reason: '' } });
  }
  return settled;
}

const REFUSED = {
  quota:
    "Monitors are not checked: Google's daily quota of requests is used up. They go on by themselves when it resets, within 24 hours. Fewer or rarer monitors use less of it.",
  permission:
    'Monitors are not checked: the permission to connect to an external service is missing. Run setUp and allow it.',
};

const trouble = ({ id }: Monitor, what: string): Trouble => ({
  key: `monitor/${id}`,
  text: `The monitor "${id}" ${what}`,
});

/**
 * The webhooks that can be reminded now. Held until the end of a quiet time, a reminder would come after the news that all
 * is well: a webhook that is quiet is left out, and where all are, the reminder stays due.
 */
function awakeOf({ quiet, clock }: MonitorRun, monitor: Monitor): string[] {
  const names = typeof monitor.to === 'string' ? [monitor.to] : monitor.to;
  const priority = priorityOf(monitor, 'still-down');
  return names.filter((name) => quiet.decide(name, priority, clock.now()).kind === 'deliver');
}

function finish(
  run: MonitorRun,
  book: MonitorBook,
  settled: readonly Settled[],
  now: number,
  troubles: Trouble[],
): Trouble[] {
  const items: SendItem[] = [];
  const told = new Map<string, DueMonitor>();
  for (const { due, outcome, nextAt } of settled) {
    const { monitor } = due;
    const awake = () => awakeOf(run, monitor);
    const { state, event } = book.settle(due, outcome, nextAt, () => awake().length > 0);
    if (outcome.kind === 'unknown')
      run.log.write('warning', 'monitor.unknown', { monitor: monitor.id, reason: outcome.reason });
    if (event === undefined) continue;
    run.log.write('info', `monitor.${event}`, { monitor: monitor.id, reason: state.reason });
    const to = event === 'still-down' ? awake() : monitor.to;
    const { item, issues } = itemOf({ ...monitor, to }, state, event, now);
    if (issues.length > 0)
      troubles.push(trouble(monitor, `was told of, but not as meant: ${issues.map(describeIssue).join(' ')}`));
    items.push(item);
    told.set(item.id ?? '', due);
  }
  const { entries, removals } = book.changes();
  if (items.length === 0 && Object.keys(entries).length === 0) return troubles;
  // What nobody was told of has not happened yet: the next tick finds it again.
  const restore = (refused: readonly Refusal[]) => {
    const lost = refused.filter(({ error }) => NOT_TAKEN.includes(error.code)).map(({ id }) => told.get(id));
    for (const due of lost) if (due !== undefined) book.restore(due);
    return lost.length === 0 ? {} : book.changes().entries;
  };
  const refusals = run.accept({ items, entries, removals, mend: restore });
  for (const { id, to, error } of refusals) {
    const due = told.get(id);
    if (due !== undefined)
      troubles.push(trouble(due.monitor, `could not tell "${to}" what happened: ${error.message}`));
  }
  const untold = refusals.filter(({ isTold }) => !isTold);
  // Nothing was written, or it is not known whether it was.
  if (untold.some(({ error }) => error.code === 'DELIVERY_UNKNOWN')) run.store.write(restore(untold));
  return troubles;
}
