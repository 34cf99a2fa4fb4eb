import type { Benchmark } from './benchmark';
import { COLUMNS, race, rowOf, type Scenario, versions } from './race';

const LIMIT_MS = 75_000;
const CASES: readonly (readonly [what: string, scenario: Scenario])[] = [
  ['strict, 1 space', { spaces: 1, each: 30, limitMs: LIMIT_MS }],
  ['strict, 4 spaces', { spaces: 4, each: 30, limitMs: LIMIT_MS }],
  ['strict, 16 spaces', { spaces: 16, each: 30, limitMs: LIMIT_MS }],
  ['burst of 2, 4 spaces', { spaces: 4, each: 30, limitMs: LIMIT_MS, chat: ['--quota=burst', '--assume=retryAfter=seconds'] }], // prettier-ignore
  ['strict, no Retry-After, 4 spaces', { spaces: 4, each: 30, limitMs: LIMIT_MS, chat: [] }],
];

/** A burst: 30 messages for each space are handed over at once. */
export const benchmark: Benchmark = {
  title: 'A burst of 30 messages a space, in real time, beside packages that send webhooks or pace requests',
  async run() {
    const rows: (string | number)[][] = [];
    // Two at a time: more would take each other's processor.
    for (let first = 0; first < CASES.length; first += 2) {
      const cases = CASES.slice(first, first + 2);
      const races = await Promise.all(cases.map(([, scenario]) => race(scenario)));
      cases.forEach(([what], index) => rows.push(...(races[index] ?? []).map((one) => [what, ...rowOf(one)])));
    }
    return {
      columns: ['server', ...COLUMNS],
      rows,
      notes: [
        'Ratio: the 29 s that one message a second takes to the time from the first call to the last message created; only where nothing is lost. Lost also counts what had not arrived after 75 s.',
        versions(),
      ],
    };
  },
};
