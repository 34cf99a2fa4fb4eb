import type { Schedule } from '../../src/schedule/schedule';
import { cronInWords, timesInWords } from '../../src/schedule/words';

test.each([
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['0,15,30,45 * * * *', 'every 15 minutes'],
  ['0 * * * *', 'every hour'],
  ['30 * * * *', 'every hour at minute 30'],
  ['5,35 * * * *', 'every hour at minutes 5 and 35'],
  ['0 9 * * *', 'every day at 09:00'],
  ['0 9,17 * * *', 'every day at 09:00 and 17:00'],
  ['0 9 * * 1-5', 'every weekday at 09:00'],
  ['0 9 * * MON-FRI', 'every weekday at 09:00'],
  ['0 9 * * 0,6', 'every Saturday and Sunday at 09:00'],
  ['0 9 * * 6,7', 'every Saturday and Sunday at 09:00'],
  ['0 9 * * 0,1', 'every Monday and Sunday at 09:00'],
  ['0 9 * * 7', 'every Sunday at 09:00'],
  ['0 9 * * 0-6', 'every day at 09:00'],
  ['0,30 9-17 * * 1-5', 'every 30 minutes from 09:00 to 17:59 on weekdays'],
  ['*/10 9-16 * * 2', 'every 10 minutes from 09:00 to 16:59 on Tuesdays'],
  ['* 9-17 * * *', 'every minute from 09:00 to 17:59'],
  ['*/5 8,20 * * *', 'every 5 minutes of the hours 08 and 20'],
  ['0 */2 * * *', 'every 2 hours'],
  ['15 */6 * * 0', 'every 6 hours at minute 15 on Sundays'],
  ['0 8-18 * * 1-5', 'every hour from 08 to 18 on weekdays'],
  ['7,22,37 8-18 * * 1-5', 'every hour from 08 to 18 at minutes 7, 22 and 37 on weekdays'],
  ['23 0-20/4 * * *', 'every 4 hours at minute 23'],
  ['0 9 1 * *', 'on the 1st of the month at 09:00'],
  ['0 9 1,15 * *', 'on the 1st and the 15th of the month at 09:00'],
  ['0 9 1-7 * *', 'on the 1st to the 7th of the month at 09:00'],
  ['0 9 L * *', 'on the last day of the month at 09:00'],
  ['0 9 LW * *', 'on the last weekday of the month at 09:00'],
  ['0 9 1W * *', 'on the first weekday of the month at 09:00'],
  ['0 9 15W * *', 'on the weekday nearest to the 15th of the month at 09:00'],
  ['0 9 */2 * *', 'every 2nd day from the 1st of the month at 09:00'],
  ['0 9 * * 5#2', 'on the second Friday of the month at 09:00'],
  ['0 9 * * 5L', 'on the last Friday of the month at 09:00'],
  ['0 9 * * FRI#L', 'on the last Friday of the month at 09:00'],
  ['0 9 13 * 5', 'on the 13th of the month or on Fridays at 09:00'],
  ['0 9 13 * +5', 'on the 13th of the month if it is a Friday at 09:00'],
  ['0 0 1 1 *', 'on the 1st of January at 00:00'],
  ['5 0 1,15 JAN,JUL *', 'on the 1st and the 15th of January and July at 00:05'],
  ['0 9 * 12 *', 'every day in December at 09:00'],
  ['0 9 * 12 1-5', 'every weekday in December at 09:00'],
  ['0 */6 * 6,7,8 *', 'every 6 hours every day in June, July and August'],
  ['0 30 8 * * *', 'every day at 08:30'],
  ['15 30 8 * * 1,4', 'every Monday and Thursday at 08:30:15'],
  ['@daily', 'every day at 00:00'],
  ['@weekly', 'every Sunday at 00:00'],
  ['@hourly', 'every hour'],
  ['@yearly', 'on the 1st of January at 00:00'],
])('%s is %s', (line, words) => {
  expect(cronInWords(line)).toBe(words);
});

const timeZone = 'Asia/Ho_Chi_Minh';

test.each<[Omit<Schedule, 'id' | 'to' | 'message'>, string]>([
  [{ at: '09:00', on: 'weekdays', timeZone }, 'every weekday at 09:00, Asia/Ho_Chi_Minh'],
  [
    { at: ['09:00', '17:30'], on: ['Monday', 'Thursday'], timeZone },
    'every Monday and Thursday at 09:00 and 17:30, Asia/Ho_Chi_Minh',
  ],
  [
    { everyMinutes: 15, timeZone, start: '2026-12-01', end: '2026-12-05T18:00' },
    'every 15 minutes, Asia/Ho_Chi_Minh, from 2026-12-01, until 2026-12-05 18:00',
  ],
  [{ once: '2026-12-01T09:00', timeZone }, 'once, 2026-12-01 09:00, Asia/Ho_Chi_Minh'],
  [
    { at: '17:00', on: { weekday: 'Friday', ofMonth: 'last' }, timeZone, calendar: 'vn' },
    'on the last Friday of the month at 17:00, Asia/Ho_Chi_Minh, only on workdays of vn',
  ],
  [
    { at: '17:00', on: { dayOfMonth: [15, 'last'] }, timeZone, calendar: 'vn', onDayOff: 'previous-workday' },
    'on the 15th of the month at 17:00, and on the last day of the month at 17:00, Asia/Ho_Chi_Minh, moved to the workday of vn before',
  ],
  [
    { at: '09:00', timeZone, except: ['2026-12-25', '12-31'] },
    'every day at 09:00, Asia/Ho_Chi_Minh, except 2026-12-25 and 12-31',
  ],
  [
    { at: '09:00', timeZone, except: ['01-01', '01-02', '01-03', '01-04'] },
    'every day at 09:00, Asia/Ho_Chi_Minh, except on 4 dates',
  ],
])('a schedule in words: %#', (schedule, words) => {
  expect(timesInWords(schedule)).toBe(words);
});
