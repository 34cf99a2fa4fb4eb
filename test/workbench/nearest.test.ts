import { nearest } from '../../workbench/nearest';

describe('nearest', () => {
  const known = ['start', 'test', 'chat', 'emulate', 'send'];

  test.each([
    ['strat', 'start'],
    ['emualte', 'emulate'],
    ['SEND', 'send'],
    ['tset', 'test'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  test('finds none where every word is far', () => {
    expect(nearest('xylophone', known)).toBeUndefined();
    expect(nearest('send', [])).toBeUndefined();
  });
});
