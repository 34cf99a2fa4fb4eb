import { runInNewContext } from 'node:vm';
import { formatDate, instantOf, intlZoneOffset } from '../../src/message/dates';

const HOUR = 3_600_000;

describe('intlZoneOffset', () => {
  test.each([
    ['2026-01-15T12:00:00Z', 'Europe/Paris', 1],
    ['2026-07-15T12:00:00Z', 'Europe/Paris', 2],
    ['2026-03-29T00:59:59.999Z', 'Europe/Paris', 1],
    ['2026-03-29T01:00:00Z', 'Europe/Paris', 2],
    ['2026-07-15T12:00:00Z', 'America/New_York', -4],
    ['2026-07-15T12:00:00Z', 'Asia/Kolkata', 5.5],
    ['2026-07-15T12:00:00.250Z', 'Asia/Kathmandu', 5.75],
    ['2026-07-15T12:00:00Z', 'UTC', 0],
  ])('is at %s in %s %d hours', (at, zone, hours) => {
    expect(intlZoneOffset(Date.parse(at), zone)).toBe(hours * HOUR);
  });

  test('throws for a zone that does not exist', () => {
    expect(() => intlZoneOffset(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('instantOf', () => {
  test.each<[unknown, string | undefined]>([
    [new Date('2026-03-02T09:00:00Z'), '2026-03-02T09:00:00.000Z'],
    [runInNewContext('new Date(0)'), '1970-01-01T00:00:00.000Z'],
    [Date.UTC(2026, 2, 2), '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.5+02:00', '2026-03-02T07:00:00.500Z'],
    ['2026-03-02', '2026-03-01T23:00:00.000Z'],
    ['2026-03-02T09:00', '2026-03-02T08:00:00.000Z'],
    ['2026-03-02 09:00:30', '2026-03-02T08:00:30.000Z'],
    // The hour that does not exist, and the one that exists twice.
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
    ['3/2/2026', undefined],
    ['soon', undefined],
    ['2026-13-45', undefined],
    ['', undefined],
    [NaN, undefined],
    [new Date(NaN), undefined],
    [{}, undefined],
    [true, undefined],
  ])('reads %p in Paris as %s', (value, expected) => {
    const at = instantOf(value, 'Europe/Paris', intlZoneOffset);
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
  });
});

describe('formatDate', () => {
  const at = Date.parse('2026-03-02T13:05:09.007Z');
  const format = (form: string, zone = 'Europe/Paris', locale = 'en') =>
    formatDate(at, form, zone, locale, intlZoneOffset)?.replace(/\u202f/g, ' ');

  test.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', '2026-03-02 14:05:09.007'],
    ['d.M.yy', '2.3.26'],
    ['EEEE d MMMM', 'Monday 2 March'],
    ["EEE, MMM d 'at' h:mm a", 'Mon, Mar 2 at 2:05 PM'],
    ["hh 'o''clock'", "02 o'clock"],
    ['XXX Z', '+01:00 +0100'],
    ['short', '3/2/26'],
    ['medium', 'Mar 2, 2026'],
    ['long', 'March 2, 2026'],
    ['full', 'Monday, March 2, 2026'],
    ['time', '2:05 PM'],
    ['datetime', 'Mar 2, 2026, 2:05 PM'],
    ['iso', '2026-03-02T14:05:09+01:00'],
    ['quarter Q', undefined],
  ])('writes %s as %s', (form, expected) => {
    expect(format(form)).toBe(expected);
  });

  test('writes in the language and the zone that are asked for', () => {
    expect(format('EEEE d MMMM', 'Asia/Tokyo', 'fr')).toBe('lundi 2 mars');
    expect(format('HH:mm', 'Asia/Tokyo')).toBe('22:05');
    expect(format('d MMM HH:mm XXX', 'Pacific/Auckland')).toBe('3 Mar 02:05 +13:00');
  });

  test('needs no more than an offset where Intl does not know the zone', () => {
    expect(formatDate(at, 'HH:mm', 'Mars/Olympus', 'en', () => 2 * HOUR)).toBe('15:05');
  });
});
