import { CALM, type Dials, type SpaceTrouble } from './faults';
import type { Action, Item, Workload } from './workload';

/** A small history that takes one way of recovery; executions are ended at each of its service calls. */
export interface Scenario {
  readonly name: string;
  /** The mark that shows that it was taken; '' when it leaves none. */
  readonly mark: string;
  readonly dials: Dials;
  readonly workload: Workload;
  readonly troubles: readonly SpaceTrouble[];
}

const STARTED_AT = Date.parse('2026-03-02T09:00:00Z');
const AFTER_MS = 20_000;
const at = (seconds: number) => STARTED_AT + seconds * 1000;
const tick = (seconds: number): Action => ({ at: at(seconds), kind: 'tick' });

const item = (number: number, more: Partial<Item> = {}): Item => {
  const id = `m0-${number}`;
  return { to: 'w00', id, message: id, threadKey: 't0', ...more };
};

/** Not before a while, so that a drain sends it and not its caller. */
const later = (number: number) => item(number, { notBefore: new Date(STARTED_AT + AFTER_MS).toISOString() });

const sendAll = (items: readonly Item[]): Action => ({ at: STARTED_AT, kind: 'sendAll', items });

const scenario = (
  name: string,
  mark: string,
  actions: readonly Action[],
  troubles: readonly Omit<SpaceTrouble, 'space'>[] = [],
  dials: Partial<Dials> = {},
): Scenario => ({
  name,
  mark,
  dials: { ...CALM, shortLimits: true, ...dials },
  workload: { startedAt: STARTED_AT, webhooks: { w00: 's0', w01: 's0' }, actions },
  troubles: troubles.map((trouble) => ({ space: 's0', ...trouble })),
});

const REFUSED_ONCE = { at: STARTED_AT, kind: '400', faults: [{ status: 400, times: 1 }] };

export const SCENARIOS: readonly Scenario[] = [
  scenario(
    'a message is refused and becomes a dead letter',
    'poison',
    [sendAll([later(0), later(1)]), tick(30)],
    [REFUSED_ONCE],
  ),
  scenario(
    'a webhook is told of two failures',
    'poison',
    [sendAll([0, 1, 2].map((number) => ({ ...later(number), to: 'w01' }))), tick(30)],
    [{ ...REFUSED_ONCE, faults: [{ status: 400, times: 2 }] }],
    { tellsFailures: true },
  ),
  scenario(
    'a webhook is refused for a while',
    'breaker-open',
    [sendAll([item(0), item(1, { to: 'w01' })]), tick(30), tick(90)],
    [{ at: STARTED_AT, kind: 'webhook refused', faults: [{ status: 404, forMs: 60_000 }] }],
  ),
  scenario(
    'a dead letter is sent again',
    'redriven',
    [sendAll([later(0), later(1)]), tick(30), { at: at(40), kind: 'retry', pick: 0 }, tick(90)],
    [REFUSED_ONCE],
  ),
  scenario('a waiting message is discarded', 'discarded', [
    sendAll([later(0), later(1)]),
    { at: at(10), kind: 'discard', pick: 0 },
    tick(30),
  ]),
  scenario('a backlog is folded', 'folded', [
    sendAll(Array.from({ length: 8 }, (_, number) => ({ ...later(number), digestKey: 'digest' }))),
    tick(30),
  ]),
  scenario('a message is stored in parts', '', [
    sendAll([item(0), { ...later(1), message: `m0-1${' '.padEnd(10_000, 'é')}` }, item(2)]),
    tick(30),
  ]),
  scenario('messages wait for their time', '', [
    sendAll([later(0), item(1), later(2)]),
    { at: at(5), kind: 'send', item: later(3) },
    tick(30),
  ]),
];
