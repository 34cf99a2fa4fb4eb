import { checkCron, createCron, fixedTimes, isFixedTime, ordinal } from '../../src/schedule/cron';
import { describeIssue } from '../../src/errors';

describe('checkCron', () => {
  test.each([
    '* * * * *', '0 9 * * 1-5', '*/15 8-18 * * MON-FRI', '0 9 L * *', '0 9 LW * *', '0 9 15W * *', '0 9 * * 5#2', '0 9 * * 5L',
    '0 9 29 2 *', '0 9 31 4,5 *', '0 9 31 4 1', '30 0 9 * * *', '0 9 ? * 7', '@daily', '@HOURLY', '0 0 1 JAN *', '  0 9 * * *  ',
  ])('takes "%s"', (line) => {
    expect(checkCron(line)).toBeUndefined();
    expect(createCron(line.trim(), 'Etc/UTC').nextRun(new Date(0))).not.toBeNull();
  }); // prettier-ignore

  test.each([
    // line, what the text must say: the correction, and what was got
    ['61 9 * * *', ['"1 9 * * *"', 'minute, 0 to 59', '61']],
    ['0 24 * * *', ['"0 0 * * *"', 'hour, 0 to 23', '24']],
    ['0 9 32 * *', ['"0 9 L * *"', 'day of the month, 1 to 31', '32']],
    ['0 9 0 * *', ['"0 9 1 * *"', 'day of the month']],
    ['0 9 * 13 *', ['"0 9 * 12 *"', 'month, 1 to 12']],
    ['0 9 * * 8', ['"0 9 * * 1"', 'day of the week, 0 to 7']],
    ['0 9 * * 1-9', ['"0 9 * * 1-6"']],
    ['0 0,30,75 9 * * *', ['"0 0,30,15 9 * * *"', 'minute']],
    ['0 9 30 2 *', ['"0 9 L 2 *"', 'February has no 30th']],
    ['0 9 31 4,6,9 *', ['"0 9 L 4,6,9 *"', 'April, June and September have no 31st']],
    ['0 9 30,31 FEB *', ['"0 9 L FEB *"', 'February has no 30th']],
    ['* * *', ['five fields', '3 in']],
    ['0 0 9 * * * 2027', ['five fields', '7 in']],
    ['', ['five fields', 'an empty text']],
    ['*/10 * * * * *', ['"0 * * * * *"', 'once a minute']],
    ['0,30 0 9 * * *', ['"0 0 9 * * *"', 'once a minute']],
    ['@reboot', ['@daily']],
    ['H 9 * * *', ['numbers, names, ranges']],
    ['0 9-5 * * *', ['From value is larger']],
    ['5/10 * * * *', ['steps']],
    ['*/0 * * * *', ['illegal stepping']],
    ['0 9 * * MONDAY', ['numbers, names']],
  ])('refuses "%s" with a correction', (line, words) => {
    const issue = checkCron(line);
    expect(issue?.path).toBe('cron');
    const text = issue === undefined ? '' : describeIssue(issue);
    for (const word of words) expect(text).toContain(word);
  });

  test('what it suggests is itself in order', () => {
    for (const line of [
      '61 9 * * *',
      '0 25 * * *',
      '0 9 32 * *',
      '0 9 * 13 *',
      '0 9 * * 8',
      '0 9 30 2 *',
      '* 9 * * 1-9',
    ]) {
      const [, suggested = ''] = /"([^"]+)"/.exec(checkCron(line)?.expected ?? '') ?? [];
      expect(suggested).not.toBe('');
      expect(checkCron(suggested)).toBeUndefined();
    }
  });
});

test('a timer is never started', () => {
  const started = jest.spyOn(globalThis, 'setTimeout');
  createCron('* * * * * *', 'Europe/Paris').nextRun(new Date(0));
  expect(started).not.toHaveBeenCalled();
  started.mockRestore();
});

test.each([
  ['0 9 * * *', true],
  ['0,30 9-17 * * *', true],
  ['30 0 9 * * *', true],
  ['*/15 9 * * *', false],
  ['0 * * * *', false],
  ['@daily', true],
  ['@hourly', false],
])('"%s" has fixed times of day: %s', (line, fixed) => {
  expect(isFixedTime(line)).toBe(fixed);
  expect(fixedTimes(line).length > 0).toBe(fixed);
});

test('ordinals', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st',
  );
});
