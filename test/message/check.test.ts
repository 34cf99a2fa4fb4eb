import { checkMessage } from '../../src/message/check';
import { badMessages } from './fixtures/bad';
import { goodMessages } from './fixtures/good';

describe('checkMessage', () => {
  test('has more than 60 good and 100 bad messages to judge', () => {
    expect(goodMessages.length).toBeGreaterThanOrEqual(60);
    expect(badMessages.length).toBeGreaterThanOrEqual(100);
  });

  test.each(goodMessages)('takes $name', ({ message }) => {
    expect(checkMessage(message).errors).toEqual([]);
  });

  test.each(badMessages)('refuses $name, and says where', ({ message, path }) => {
    const { errors } = checkMessage(message);
    expect(errors.map((issue) => issue.path)).toEqual([path]);
    for (const { problem, expected, received } of errors) {
      expect([problem, expected, received].map((text) => text.trim())).not.toContain('');
    }
  });
});
