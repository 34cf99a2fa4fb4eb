import { callFromPage } from '../../emulator/page-call';
import { projectOf } from './helpers';

const project = projectOf(`
  function echo(value) { return value; }
  function nothing() {}
  function date() { return { ok: true, at: new Date(0) }; }
  function holes() { return [1, undefined, 3]; }
  function circle() { const value = {}; value.self = value; return value; }
  function hidden_() { return 1; }
  function fail() { throw Object.assign(new Error('no'), { code: 'C' }); }`);

describe('callFromPage', () => {
  test('carries copies of plain data', () => {
    const value = { text: 'a', list: [1, true, null, { deep: [] }] };
    const copy = callFromPage(project, 'echo', [value]);
    expect(copy).toEqual(value);
    expect(copy).not.toBe(value);
  });

  test('gives null for nothing, for undefined in arrays, and for a result that holds a Date', () => {
    expect(callFromPage(project, 'nothing', [])).toBeNull();
    expect(callFromPage(project, 'holes', [])).toEqual([1, null, 3]);
    expect(callFromPage(project, 'date', [])).toBeNull();
  });

  test('refuses a Date, a function and a circle as an argument', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => callFromPage(project, 'echo', [{ at: new Date(0) }])).toThrow(
      'Failed due to illegal value in property: at',
    );
    expect(() => callFromPage(project, 'echo', [1, () => 1])).toThrow('Failed due to illegal value in property: 1');
    expect(() => callFromPage(project, 'echo', [circle])).toThrow('Failed due to illegal value in property: self');
  });

  test('fails for a circular result, a hidden name, and with what the function threw', () => {
    expect(() => callFromPage(project, 'circle', [])).toThrow('circular');
    expect(() => callFromPage(project, 'hidden_', [])).toThrow('Script function not found: hidden_');
    expect(() => callFromPage(project, 'fail', [])).toThrow(
      expect.objectContaining({ message: 'no', code: 'C' }) as Error,
    );
  });
});
