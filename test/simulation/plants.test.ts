import { findPlants } from '../../emulator/simulation/main';
import { PLANTS, plant } from '../../emulator/simulation/plants';
import { shippedCode } from '../../emulator/simulation/shipped';

const GENEROUS_MS = 600_000;

describe('the planted bugs', () => {
  test(
    'finds every planted bug, of which there are at least 25',
    () => {
      expect(PLANTS.length).toBeGreaterThanOrEqual(25);
      expect(findPlants(600).filter(({ seed }) => seed === undefined)).toEqual([]);
    },
    GENEROUS_MS,
  );

  test('refuses a planted bug whose place is not in the script', () => {
    expect(() => plant({ name: 'x', find: 'no such code', replace: '' }, shippedCode())).toThrow(/0 places/);
  });
});
