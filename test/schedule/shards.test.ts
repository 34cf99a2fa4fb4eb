import { Shards, type Row } from '../../src/schedule/shards';

const isRow = (row: Row): boolean => row.length === 2 && typeof row[1] === 'string';

const shardsOf = (snapshot: Record<string, string>) =>
  new Shards<readonly [id: string, text: string]>(snapshot, 'x/s', isRow);

describe('Shards', () => {
  test('writes only the values that a change is in, each below 9,000 bytes', () => {
    const shards = shardsOf({});
    for (let n = 0; n < 300; n += 1) shards.rows.set(`row-${n}`, [`row-${n}`, 'ế'.repeat(30)]);
    const first = shards.changes();
    expect(Object.keys(first.entries)).toEqual(['x/s0', 'x/s1', 'x/s2', 'x/s3']);
    expect(Math.max(...Object.values(first.entries).map((value) => Buffer.byteLength(value)))).toBeLessThan(9_000);
    const again = shardsOf(first.entries);
    expect(again.rows).toEqual(shards.rows);
    again.rows.set('row-299', ['row-299', 'changed']);
    expect(Object.keys(again.changes().entries)).toEqual(['x/s3']);
    expect(again.changes()).toEqual({ entries: {}, removals: [] });
  });

  test('gives what has changed since the last time it was asked, a change that is taken back too', () => {
    const shards = shardsOf({ 'x/s0': '[["a","1"]]' });
    shards.rows.set('a', ['a', '2']);
    expect(shards.changes().entries).toEqual({ 'x/s0': '[["a","2"]]' });
    shards.rows.set('a', ['a', '1']);
    expect(shards.changes().entries).toEqual({ 'x/s0': '[["a","1"]]' });
  });

  test('moves a row that has outgrown its value, and removes values that are empty', () => {
    const shards = shardsOf({ 'x/s0': '[["a","1"],["b","1"]]', 'x/s1': '[["c","1"]]' });
    shards.rows.set('b', ['b', 'x'.repeat(8_390)]);
    shards.rows.delete('c');
    const { entries, removals } = shards.changes();
    expect(Object.keys(entries)).toEqual(['x/s0', 'x/s1']);
    expect(entries['x/s0']).toBe('[["a","1"]]');
    expect(removals).toEqual([]);
    shards.rows.delete('b');
    expect(shards.changes()).toEqual({ entries: {}, removals: ['x/s1'] });
  });

  test('leaves out what is not of its making', () => {
    const shards = shardsOf({
      'x/s0': '[["a","1"],["b"],5,["a","2"]]',
      'x/s1': '{',
      'x/sx': '[["d","1"]]',
      'y/s0': '[["e","1"]]',
    });
    expect([...shards.rows]).toEqual([['a', ['a', '1']]]);
  });
});
