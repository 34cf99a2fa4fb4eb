import type { RandomStream } from '../random';
import { pick } from './workload';

/** A property that someone else's code, or a hand, has written under a key of ours. */
export interface Garbage {
  readonly key: string;
  readonly value: string;
}

const NOT_JSON = ['', 'x', '[', '{', '"', 'undefined', '{"m":[['];
const WRONG_SHAPES = ['7', 'null', 'true', '[]', '{}', '"text"', '[[1]]', '[null]', '{"m":{}}', '{"s":[],"c":7}'];
const WILD_NUMBERS = [1e300, -1, -1e300, 0.5, 9e15];

const anyText = (random: RandomStream) => pick(random, random.chance(0.5) ? NOT_JSON : WRONG_SHAPES);
const wild = (random: RandomStream) => pick(random, WILD_NUMBERS);

/** Values of the shape that a key of ours has, with numbers that no clock and no count gives. */
const NOTES: readonly ((random: RandomStream, names: readonly string[], spaces: readonly string[]) => Garbage)[] = [
  (random, _names, spaces) => ({ key: 'cc/p', value: JSON.stringify({ c: { [pick(random, spaces)]: wild(random) } }) }),
  (random) => ({
    key: 'cc/p',
    value: JSON.stringify({ s: { 'cc/o/0m5kq3z9c000/none': { d: 'zz', a: { 0: wild(random), x: [1] } } } }),
  }),
  (random, names) => ({
    key: 'cc/h',
    value: JSON.stringify([[wild(random), pick(random, names), 'other', 's'], [1], 7]),
  }),
  (random, names) => ({
    key: 'cc/h',
    value: JSON.stringify([[wild(random), pick(random, names), 'other', 's', 200, wild(random), { no: 'text' }]]),
  }),
  (random) => ({
    key: 'cc/L',
    value: JSON.stringify({ owner: 'x', startedAt: wild(random), expiresAt: wild(random) }),
  }),
  (random, names) => ({
    key: `cc/b/${pick(random, names)}`,
    value: JSON.stringify({
      kind: pick(random, ['refused', 'outage', 'other']),
      openedAt: wild(random),
      probeAt: wild(random),
    }),
  }),
  (random) => ({ key: 'cc/q', value: JSON.stringify({ cause: 'quota', since: wild(random), probeAt: wild(random) }) }),
];

/** Other keys of ours: only before the start, since what stands there later may be a delivery. */
const OTHERS: readonly ((random: RandomStream) => Garbage)[] = [
  (random) => ({ key: 'cc/o/garbage', value: anyText(random) }),
  (random) => ({ key: `cc/${pick(random, ['o', 's'])}/0m5kq3z9c000/x7f2`, value: anyText(random) }),
  (random) => ({ key: `cc/${pick(random, ['o', 's'])}/0m5kq3z9c000/x7f2#1/${pick(random, ['0', '2', '999999999'])}`, value: '{' }),
  (random) => ({ key: `cc/${pick(random, ['o', 's'])}/${pick(random, ['0zzzzzzzz000', 'zzzzzzzzzzzz'])}/x7f2`, value: anyText(random) }),
  (random) => ({ key: 'cc/x/garbage', value: anyText(random) }),
  (random) => ({ key: 'cc/x/garbage', value: JSON.stringify({ delivery: { id: 'other', to: 'w00' }, diedAt: wild(random) }) }),
  () => ({ key: 'cc/x/garbage#1/999999999', value: '{' }),
  (random) => ({ key: 'cc/d/garbage', value: anyText(random) }),
  (random) => ({ key: 'cc/r0', value: anyText(random) }),
  (random) => ({ key: 'cc/b/nobody', value: anyText(random) }),
]; // prettier-ignore

const NOTE_KEYS = ['cc/p', 'cc/h', 'cc/L', 'cc/q'];

/** Something over notes of ours, which all can be done without: the progress, the history, the lease, a breaker, the stop. */
export function drawNoteGarbage(random: RandomStream, names: readonly string[], spaces: readonly string[]): Garbage {
  if (random.chance(0.5)) return pick(random, NOTES)(random, names, spaces);
  const keys = [...NOTE_KEYS, ...names.map((name) => `cc/b/${name}`)];
  return { key: pick(random, keys), value: anyText(random) };
}

/** Something under any key of ours. */
export const drawGarbage = (random: RandomStream, names: readonly string[], spaces: readonly string[]): Garbage =>
  random.chance(0.5) ? drawNoteGarbage(random, names, spaces) : pick(random, OTHERS)(random);
