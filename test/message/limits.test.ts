import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  KNOWN_ICONS,
  LARGE_MESSAGE_BYTES,
  MATERIAL_GRADES,
  MATERIAL_WEIGHTS,
  MAX_MESSAGE_BYTES,
} from '../../src/message/limits';

const source = readFileSync(join(__dirname, '../../src/message/limits.ts'), 'utf8');

test('every limit says where it is from and when that was read, or that it is our own', () => {
  const docs = source
    .split(/^export const /m)
    .slice(0, -1)
    .map((part) => part.slice(part.lastIndexOf('/**')));
  expect(docs.length).toBeGreaterThanOrEqual(9);
  expect(docs.filter((doc) => !/@see .*read 2026-11-24|@see \{@link|Our own threshold/.test(doc))).toEqual([]);
});

test('the warning comes at four fifths of the limit', () => {
  expect(LARGE_MESSAGE_BYTES).toBe(MAX_MESSAGE_BYTES * 0.8);
});

test('the lists hold what the reference holds', () => {
  expect(KNOWN_ICONS).toHaveLength(30);
  expect(new Set(KNOWN_ICONS).size).toBe(30);
  expect(MATERIAL_WEIGHTS).toContain(400);
  expect(MATERIAL_GRADES).toContain(0);
});

test('types.ts offers the icons that the check knows, but for the two that only the older reference names', () => {
  const types = readFileSync(join(__dirname, '../../src/message/types.ts'), 'utf8');
  const union = types.slice(types.indexOf('export type KnownIcon'), types.indexOf('(string & {})'));
  expect([...union.matchAll(/'([A-Z_]+)'/g)].map((match) => match[1])).toEqual(
    KNOWN_ICONS.filter((name) => name !== 'EVENT_PERFORMER' && name !== 'OFFER'),
  );
});
