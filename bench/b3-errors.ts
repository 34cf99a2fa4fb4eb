import type { Benchmark } from './benchmark';
import { COLUMNS, race, rowOf, versions } from './race';

/** Chat as it is on a bad day. */
export const benchmark: Benchmark = {
  title: '15% of the answers are 503 and 5% are lost, 4 spaces of 30 messages, in real time',
  async run() {
    const faults = () => [{ status: 503, probability: 0.15 }, { afterCreate: 'drop', probability: 0.05 } as const];
    const races = await race({ spaces: 4, each: 30, faults, limitMs: 90_000 });
    return {
      columns: COLUMNS,
      rows: races.map(rowOf),
      notes: [
        'UrlFetchApp.fetchAll throws when one request of a round has no answer: Chat Courier then posts the whole round again, one by one, with the same requestIds, and those that had arrived meet the limit of one a second. After a 503 it waits as Google asks, from 1 to 2 s up.',
        versions(),
      ],
    };
  },
};
