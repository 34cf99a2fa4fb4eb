import { killEverywhere, killInPairs } from '../../emulator/simulation/kill-points';
import { findPlants, runSeeds, withoutRequestId } from '../../emulator/simulation/main';
import { PLANTS, plant } from '../../emulator/simulation/plants';
import { breachesOf } from '../../emulator/simulation/invariants';
import { runSeed } from '../../emulator/simulation/run-seed';
import { compileForVolume, shippedCode } from '../../emulator/simulation/shipped';

const GENEROUS_MS = 600_000;

describe('the simulation', () => {
  test(
    'finds nothing lost, nothing twice and nothing out of order in the short run',
    () => {
      const { failures, messages, marks } = runSeeds(0, 400);
      expect([...failures]).toEqual([]);
      expect(messages).toBeGreaterThan(5_000);
      const recoveries = ['retry-429', 'retry-after', 'retry-5xx', 'retry-401', 'batch-threw', 'queued-behind-lane', 'stored-on-failure', 'lease-busy', 'lock-busy', 'breaker-open', 'breaker-closed', 'poison', 'aged-out', 'quota-stop', 'discarded', 'garbage-skipped', 'store-refused', 'slow-space']; // prettier-ignore
      expect(Object.keys(marks)).toEqual(expect.arrayContaining(recoveries));
    },
    GENEROUS_MS,
  );

  test(
    'survives a kill before, in the middle of and after every service call of small histories',
    () => {
      const program = compileForVolume(shippedCode());
      expect(killEverywhere(program, 3).failures).toEqual([]);
      const pairs = killInPairs(program);
      expect(pairs.failures).toEqual([]);
      expect(pairs.runs).toBeGreaterThan(500);
    },
    GENEROUS_MS,
  );

  test('gives the same history for the same seed', () => {
    const program = compileForVolume(shippedCode());
    for (const seed of [3, 14, 15]) {
      const [one, other] = [runSeed(program, seed, { tell: true }), runSeed(program, seed, { tell: true })];
      expect(other.story).toEqual(one.story);
      expect(one.story.length).toBeGreaterThan(3);
    }
  });

  test(
    'finds every planted bug, of which there are at least 25',
    () => {
      expect(PLANTS.length).toBeGreaterThanOrEqual(25);
      expect(findPlants(600).filter(({ seed }) => seed === undefined)).toEqual([]);
    },
    GENEROUS_MS,
  );

  test(
    'shows duplicates and nothing else where Chat ignores requestId',
    () => {
      const { duplicates, others } = withoutRequestId(80);
      expect(duplicates).toBeGreaterThan(0);
      expect(others).toBe(0);
    },
    GENEROUS_MS,
  );

  test('refuses a planted bug whose place is not in the script', () => {
    expect(() => plant({ name: 'x', find: 'no such code', replace: '' }, shippedCode())).toThrow(/0 places/);
  });

  test('tells of a history that breaks nothing, as one that breaks nothing', () => {
    expect(breachesOf(runSeed(compileForVolume(shippedCode()), 1))).toEqual([]);
  });
});
