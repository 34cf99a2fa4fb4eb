import { own } from '../../src/message/own';

test.each([
  ['a', 1],
  ['b', undefined],
  ['constructor', undefined],
  ['toString', undefined],
  ['__proto__', undefined],
])('own finds under %s %p', (name, expected) => {
  expect(own({ a: 1 }, name)).toBe(expected);
});
