import { runSeeds } from '../../emulator/simulation/main';

const GENEROUS_MS = 600_000;
/** Continuous integration takes more. */
const SEEDS = process.env['CI'] === undefined ? 400 : 1_200;

describe('the simulation, nested', () => {
  test(
    'finds nothing lost, nothing twice and nothing out of order in the short run',
    () => {
      const { failures, messages, marks } = runSeeds('nested', 0, SEEDS);
      expect([...failures]).toEqual([]);
      expect(messages).toBeGreaterThan(5_000);
      const recoveries = ['retry-429', 'retry-after', 'retry-5xx', 'retry-401', 'batch-threw', 'queued-behind-lane', 'stored-on-failure', 'lease-busy', 'lock-busy', 'breaker-open', 'breaker-closed', 'poison', 'aged-out', 'quota-stop', 'discarded', 'garbage-skipped', 'store-refused', 'slow-space']; // prettier-ignore
      expect(Object.keys(marks)).toEqual(expect.arrayContaining(recoveries));
    },
    GENEROUS_MS,
  );
});
