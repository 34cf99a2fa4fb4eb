import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repeatSeeds, runSeeds, together, withoutRequestId } from '../../emulator/simulation/main';
import { breachesOf } from '../../emulator/simulation/invariants';
import { ASSUMPTIONS } from '../../emulator/simulation/report';
import { runSeed } from '../../emulator/simulation/run-seed';
import { compileForVolume, shippedCode } from '../../emulator/simulation/shipped';

const GENEROUS_MS = 600_000;

describe('the simulation', () => {
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
    'shows duplicates and nothing else where Chat ignores requestId',
    () => {
      const { duplicates, others } = withoutRequestId(80);
      expect(duplicates).toBeGreaterThan(0);
      expect(others).toBe(0);
    },
    GENEROUS_MS,
  );

  test('tells of a history that breaks nothing, as one that breaks nothing', () => {
    expect(breachesOf(runSeed(compileForVolume(shippedCode()), 1))).toEqual([]);
  });

  test('assumes what the page on delivery says is assumed', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'delivery.md'), 'utf8');
    const [, section = ''] = page.split(/^## What is assumed$/m);
    const rows = (section.split(/^## /m)[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
    const assumed = rows.slice(2).map((row) => (row.split('|')[1] ?? '').replace(/`/g, '').trim());
    expect(ASSUMPTIONS.map(([assumption]) => assumption)).toEqual(assumed);
  });

  test('adds up what several runs of seeds came to', () => {
    const [one, other] = [runSeeds('nested', 0, 2), runSeeds('nested', 2, 2)];
    expect(together('nested', [one, other])).toEqual(runSeeds('nested', 0, 4));
  });
});
