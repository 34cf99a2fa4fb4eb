import type { Benchmark } from './benchmark';
import { race, type Race, type Scenario, versions } from './race';
import { percent } from './tally';
import { nameOf } from './virtual';

const STORM_MS = 30_000;
const CALM: Scenario = { spaces: 4, each: 30, limitMs: 75_000 };

/** How far one space that answers only 429 holds up the others. */
export const benchmark: Benchmark = {
  title: 'One space of four answers 429 for 30 seconds, 30 messages a space, in real time',
  async run() {
    const faults = (space: number) => (space === 0 ? [{ status: 429, retryAfter: 1, forMs: STORM_MS }] : []);
    const [calm, storm] = await Promise.all([race(CALM), race({ ...CALM, faults })]);
    return {
      columns: [
        'with',
        'lost',
        'duplicated',
        'requests',
        'the sick space took',
        'the others took',
        'when calm',
        'later',
      ],
      rows: storm.map((one, index) => {
        const calmMs = othersTook(calm[index] as Race);
        return [
          one.name,
          percent(one.lost / one.messages),
          one.duplicated,
          Math.round(one.requestsPerMessage * (one.messages - one.lost)),
          seconds(one.tookMsOf.get(nameOf(0))),
          seconds(othersTook(one)),
          seconds(calmMs),
          percent(othersTook(one) / calmMs - 1),
        ];
      }),
      notes: [versions()],
    };
  },
};

const seconds = (ms: number | undefined) => (ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`);

const othersTook = ({ tookMsOf }: Race): number =>
  Math.max(...[...tookMsOf].filter(([space]) => space !== nameOf(0)).map(([, ms]) => ms));
