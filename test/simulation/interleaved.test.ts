import { runSeeds } from '../../emulator/simulation/main';

const GENEROUS_MS = 600_000;
/** Continuous integration takes more. */
const SEEDS = process.env['CI'] === undefined ? 300 : 600;

describe('the simulation, interleaved', () => {
  test(
    'finds the same where executions take turns at every service call',
    () => {
      const { failures, messages, faults, marks } = runSeeds('interleaved', 0, SEEDS);
      expect([...failures]).toEqual([]);
      expect(messages).toBeGreaterThan(5_000);
      expect(faults['executions overlap']).toBeGreaterThan(300);
      expect(Object.keys(marks)).toEqual(expect.arrayContaining(['lease-busy', 'queued-behind-lane', 'batch-threw']));
    },
    GENEROUS_MS,
  );
});
