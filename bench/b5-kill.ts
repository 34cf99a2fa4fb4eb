import type { Benchmark } from './benchmark';
import { COLUMNS, race, rowOf, versions } from './race';

/** What is only in memory is gone, and who starts over sends again what had arrived. */
export const benchmark: Benchmark = {
  title:
    'Killed (SIGKILL) when half of 4 × 20 messages has arrived, and started again with the same list, in real time',
  async run() {
    const races = await race({ spaces: 4, each: 20, killAt: 0.5, limitMs: 180_000 });
    return {
      columns: COLUMNS,
      rows: races.map(rowOf),
      notes: [
        'Chat Courier goes on when the lease of the killed execution has lapsed, after 90 s, at the next minute’s tick; the script properties are Google’s and outlive it.',
        versions(),
      ],
    };
  },
};
