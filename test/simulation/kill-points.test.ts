import { killEverywhere, killInPairs, killScenarios } from '../../emulator/simulation/kill-points';
import { compileForVolume, shippedCode } from '../../emulator/simulation/shipped';

const GENEROUS_MS = 600_000;
/** Continuous integration takes more. */
const SCENARIOS = process.env['CI'] === undefined ? 3 : 10;

describe('the simulation of kills', () => {
  test(
    'survives a kill before, in the middle of and after every service call of small histories',
    () => {
      const script = compileForVolume(shippedCode());
      expect(killEverywhere(script, SCENARIOS).failures).toEqual([]);
      expect(killScenarios(script).failures).toEqual([]);
      const pairs = killInPairs(script);
      expect(pairs.failures).toEqual([]);
      expect(pairs.runs).toBeGreaterThan(500);
    },
    GENEROUS_MS,
  );
});
