import fc from 'fast-check';
import { nextLookAt, readMemory, storedProblems, VALUE_BYTES, writeMemory } from '../../src/sheet/memory';
import type { RowMemory, TabMemory } from '../../src/sheet/memory-types';

const row = (serial: number, more: Partial<RowMemory> = {}): RowMemory => ({
  serial,
  hash: 'abcd',
  key: '',
  values: ['Open'],
  turns: new Map(),
  since: new Map(),
  quiet: new Map(),
  waits: new Map(),
  newSince: 0,
  ...more,
});

const memory = (rows: readonly RowMemory[], more: Partial<TabMemory> = {}): TabMemory => ({
  tabId: 7,
  tabName: 'Orders',
  headers: ['Order', 'Status'],
  aliases: { Status: 'State' },
  hashed: 'fingerpr',
  remembered: ['Status'],
  nextSerial: rows.length + 1,
  forgotten: 0,
  lookedAt: 29_000_000,
  nextLookAt: 29_000_030,
  rules: { rule1: { asks: 'asks', problem: '', text: '' } },
  rows,
  gone: [],
  owed: [],
  ...more,
});

const PLENTY = 1_000_000;
const stored = (one: TabMemory, before = {}): Record<string, string> => ({
  ...before,
  ...writeMemory(before, 'k', one, PLENTY).entries,
});

describe('what is remembered of a tab', () => {
  test('comes back as it was written', () => {
    const counts = fc
      .dictionary(fc.constantFrom('ruleA', 'ruleB', 'ruleB1'), fc.integer({ min: 1, max: 40_000_000 }), {
        noNullPrototype: true,
      })
      .map((object) => new Map(Object.entries(object)));
    const anyRow = fc.record({
      serial: fc.integer({ min: 1, max: 99_999 }),
      hash: fc.constantFrom('abcd', 'EFGH', '_.09'),
      key: fc.constantFrom('', 'kkkkk', 'KKKKK'),
      values: fc.tuple(fc.string({ maxLength: 40 }), fc.constantFrom('Open', 'Late')),
      turns: counts,
      since: counts,
      quiet: counts,
      waits: counts,
      newSince: fc.constantFrom(0, 29_000_001),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anyRow, { selector: ({ serial }) => serial, maxLength: 300 }), (rows) => {
        const one = memory(rows, {
          nextSerial: 100_000,
          gone: rows.slice(0, 3),
          owed: [{ rule: 'ruleA', serial: 3, values: ['x'] }],
        });
        expect(readMemory(stored(one), 'k')).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps every value below what Google takes, also with texts of many bytes', () => {
    const rows = Array.from({ length: 1_000 }, (_, index) =>
      row(index + 1, { values: [`${'語'.repeat(35)}${String(index)}`] }),
    );
    const { entries } = writeMemory({}, 'k', memory(rows), PLENTY);
    const sizes = Object.values(entries).map((text) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(VALUE_BYTES);
    expect(readMemory(entries, 'k')?.rows).toEqual(rows);
  });

  test('writes only what has changed', () => {
    const rows = Array.from({ length: 600 }, (_, index) => row(index + 1));
    const before = stored(memory(rows));
    const changed = rows.map((one) => (one.serial === 300 ? { ...one, hash: 'WXYZ' } : one));
    expect(Object.keys(writeMemory(before, 'k', memory(changed), PLENTY).entries)).toEqual(['cc/w/k/r1']);
    expect(writeMemory(before, 'k', memory(rows), PLENTY)).toEqual({ entries: {}, removals: [], forgotten: 0 });
  });

  test('lets go of what is not needed any more', () => {
    const before = stored(
      memory(
        Array.from({ length: 600 }, (_, index) => row(index + 1)),
        { owed: [{ rule: 'a', serial: 1, values: null }], gone: [row(900)] },
      ),
    );
    expect(writeMemory(before, 'k', memory([row(1)]), PLENTY).removals).toEqual([
      'cc/w/k/r1',
      'cc/w/k/r2',
      'cc/w/k/o',
      'cc/w/k/g',
    ]);
  });

  test('forgets the topmost rows when there is no room for all', () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => row(index + 1));
    const { entries, forgotten } = writeMemory({}, 'k', memory(rows), 4_000);
    const back = readMemory(entries, 'k');
    expect(forgotten).toBeGreaterThan(0);
    expect(back?.forgotten).toBe(forgotten);
    expect(back?.rows.map(({ serial }) => serial)).toEqual(rows.slice(forgotten).map(({ serial }) => serial));
    expect(back?.rows.length).toBeGreaterThan(200);
  });

  test('has no row fewer, however a write was cut short while rows were inserted', () => {
    const rows = Array.from({ length: 700 }, (_, index) => row(index + 1));
    const before = stored(memory(rows));
    const after = memory([row(900), ...rows], { nextSerial: 901 });
    const { entries } = writeMemory(before, 'k', after, PLENTY);
    const keys = Object.keys(entries);
    for (let written = 0; written <= keys.length; written++) {
      const partly = {
        ...before,
        ...Object.fromEntries(keys.slice(0, written).map((key) => [key, entries[key] ?? ''])),
      };
      const all = readMemory(partly, 'k')?.rows.map(({ serial }) => serial) ?? [];
      const serials = new Set(all);
      expect(all).toHaveLength(serials.size);
      expect(rows.filter(({ serial }) => !serials.has(serial))).toEqual([]);
      expect(readMemory(partly, 'k')?.nextSerial).toBeGreaterThan(700);
    }
  });

  test.each([
    ['nothing', {}],
    ['another version', { 'cc/w/k/h': '{"v":2}' }],
    ['no JSON', { 'cc/w/k/h': 'oops', 'cc/w/k/r0': 'oops' }],
    ['a list', { 'cc/w/k/h': '[]' }],
  ])('is nothing where there is %s', (_what, snapshot) => {
    expect(readMemory(snapshot, 'k')).toBeUndefined();
    expect(nextLookAt(snapshot, 'k')).toBe(0);
  });

  test('has no rows in a chunk that somebody has edited', () => {
    const before = stored(memory([row(1)]));
    expect(readMemory({ ...before, 'cc/w/k/r0': '["1-zz' }, 'k')?.rows).toEqual([]);
  });

  test('tells when to look and what is wrong without its rows', () => {
    const one = memory([], {
      rules: { a: { asks: 'x', problem: 'R01', text: 'It is gone.' }, b: { asks: 'y', problem: '', text: '' } },
    });
    expect(nextLookAt(stored(one), 'k')).toBe(29_000_030);
    expect([...storedProblems(stored(one), 'k')]).toEqual([['a', 'It is gone.']]);
  });
});
