import { killEverywhere, killInPairs, killScenarios } from '../../emulator/simulation/kill-points';
import { findPlants, repeatSeeds, runSeeds, withoutRequestId } from '../../emulator/simulation/main';
import { PLANTS, plant } from '../../emulator/simulation/plants';
import { breachesOf } from '../../emulator/simulation/invariants';
import { runSeed } from '../../emulator/simulation/run-seed';
import { compileForVolume, shippedCode } from '../../emulator/simulation/shipped';

const GENEROUS_MS = 600_000;

describe('the simulation', () => {
  test(
    'finds nothing lost, nothing twice and nothing out of order in the short run',
    () => {
      const { failures, messages, marks } = runSeeds('nested', 0, 400);
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
      const script = compileForVolume(shippedCode());
      expect(killEverywhere(script, 3).failures).toEqual([]);
      expect(killScenarios(script).failures).toEqual([]);
      const pairs = killInPairs(script);
      expect(pairs.failures).toEqual([]);
      expect(pairs.runs).toBeGreaterThan(500);
    },
    GENEROUS_MS,
  );

  test(
    'finds the same where executions take turns at every service call',
    () => {
      const { failures, messages, faults, marks } = runSeeds('interleaved', 0, 300);
      expect([...failures]).toEqual([]);
      expect(messages).toBeGreaterThan(5_000);
      expect(faults['executions overlap']).toBeGreaterThan(300);
      expect(Object.keys(marks)).toEqual(expect.arrayContaining(['lease-busy', 'queued-behind-lane', 'batch-threw']));
    },
    GENEROUS_MS,
  );

  test(
    'gives the same history for the same seed, in either mode',
    () => {
      expect(repeatSeeds(50)).toEqual({ seeds: 100, differing: [] });
      const script = compileForVolume(shippedCode());
      const trace = (seed: number, mode: 'nested' | 'interleaved') =>
        runSeed(script, seed, { mode, trace: true }).trace;
      expect(new Set([trace(3, 'nested'), trace(3, 'interleaved'), trace(14, 'nested')]).size).toBe(3);
    },
    GENEROUS_MS,
  );

  test.each(['nested', 'interleaved'] as const)('tells the story of a seed, %s', (mode) => {
    const { story } = runSeed(compileForVolume(shippedCode()), 3, { mode, tell: true });
    expect(story.length).toBeGreaterThan(3);
    expect(story.join('\n')).toContain('from here on nothing goes wrong');
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
