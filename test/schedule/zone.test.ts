import {
  formatInstant,
  formatLocal,
  instantOf,
  isTimeZone,
  localTime,
  readDay,
  readMoment,
  readTimeOfDay,
} from '../../src/schedule/zone';
import fc from 'fast-check';

const at = (text: string) => Date.parse(text);

describe('instantOf', () => {
  test.each([
    // local time, zone, instant
    ['2026-11-24T09:00', 'Asia/Ho_Chi_Minh', '2026-11-24T02:00:00Z'],
    ['2026-07-01T09:00', 'Europe/Paris', '2026-07-01T07:00:00Z'],
    ['2026-11-24T09:00', 'Asia/Kathmandu', '2026-11-24T03:15:00Z'],
    ['2026-11-24T09:00', 'Pacific/Kiritimati', '2026-11-23T19:00:00Z'],
    ['2026-11-24T09:00', 'Pacific/Pago_Pago', '2026-11-24T20:00:00Z'],
    // skipped: the end of the gap
    ['2026-03-29T02:00', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-29T02:59', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['2026-09-06T00:00', 'America/Santiago', '2026-09-06T04:00:00Z'],
    ['2011-12-30T10:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    // shown twice: the first
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
  ])('takes %s in %s for %s', (local, timeZone, instant) => {
    expect(formatInstant(instantOf(at(`${local}:00Z`), timeZone))).toBe(instant);
  });

  test('undoes localTime at every instant, but for the hour that comes twice', () => {
    const zones = [
      'Europe/Paris',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Tehran',
      'America/St_Johns',
      'Africa/Casablanca',
    ];
    const minutes = fc.integer({ min: at('2020-01-01T00:00Z') / 60_000, max: at('2030-01-01T00:00Z') / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const instant = minute * 60_000;
        const back = instantOf(localTime(instant, zone), zone);
        expect(localTime(back, zone)).toBe(localTime(instant, zone));
        expect(back).toBeLessThanOrEqual(instant);
      }),
    );
  });
});

test.each([
  ['Europe/Paris', true],
  ['Asia/Ho_Chi_Minh', true],
  ['Etc/UTC', true],
  ['Mars/Olympus', false],
  ['', false],
])('knows whether "%s" is a time zone', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});

describe('what people write', () => {
  test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', 'today', '2026-02-29'])(
    '"%s" is no day',
    (text) => {
      expect(readDay(text)).toBeUndefined();
    },
  );

  test.each([
    ['00:00', 0],
    ['09:30', 570],
    ['24:00', 1440],
    ['24:01', undefined],
    ['9:00', undefined],
    ['09:60', undefined],
  ])('"%s" is so many minutes after midnight: %s', (text, minutes) => {
    expect(readTimeOfDay(text)).toBe(minutes === undefined ? undefined : minutes * 60_000);
  });

  test.each([
    ['2026-12-01', '2026-11-30T17:00:00Z'],
    ['2026-12-01T09:00', '2026-12-01T02:00:00Z'],
    ['2026-12-01T09:00:30', '2026-12-01T02:00:30Z'],
    ['2026-12-01T09:00Z', '2026-12-01T09:00:00Z'],
    ['2026-12-01T09:00:00.000Z', '2026-12-01T09:00:00Z'],
    ['2026-12-01T09:00+02:00', '2026-12-01T07:00:00Z'],
  ])('"%s" in Ho Chi Minh City is %s', (text, instant) => {
    expect(formatInstant(readMoment(text, 'Asia/Ho_Chi_Minh') ?? NaN)).toBe(instant);
  });

  test.each(['2026-12-01T9:00', '2026-12-01 09:00', '2026-02-30T09:00', '2026-12-01T09:00:61', 'soon', ''])(
    '"%s" is no moment',
    (text) => {
      expect(readMoment(text, 'Etc/UTC')).toBeUndefined();
    },
  );

  test('local times show seconds only when there are any', () => {
    expect([formatLocal(at('2026-11-24T09:00:00Z')), formatLocal(at('2026-11-24T09:00:30Z'))]).toEqual([
      '2026-11-24T09:00',
      '2026-11-24T09:00:30',
    ]);
  });
});
