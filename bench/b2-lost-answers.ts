import type { Benchmark } from './benchmark';
import { COLUMNS, race, rowOf, versions } from './race';

/** Chat creates the message, and the answer never arrives: who sends it again makes a second one, unless Chat can tell. */
export const benchmark: Benchmark = {
  title: 'One answer in ten is lost after the message was created, 4 spaces of 30 messages, in real time',
  async run() {
    const faults = () => [{ afterCreate: 'drop', probability: 0.1 } as const];
    const races = await race({ spaces: 4, each: 30, faults, limitMs: 90_000 });
    return { columns: COLUMNS, rows: races.map(rowOf), notes: [versions()] };
  },
};
