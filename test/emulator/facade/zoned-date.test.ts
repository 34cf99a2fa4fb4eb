import { evaluate } from '../helpers';

const inParis = (expression: string) => evaluate(expression, { manifest: { timeZone: 'Europe/Paris' } });
const inNewYork = (expression: string) => evaluate(expression, { manifest: { timeZone: 'America/New_York' } });

describe('Date in an execution', () => {
  test('reads local time in the script’s zone', () => {
    const fields =
      '(() => { const d = new Date(1767308645678); return [d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds(), d.getTimezoneOffset()]; })()';
    expect(inParis(fields)).toEqual([2026, 0, 2, 5, 0, 4, 5, 678, -60]);
    expect(inNewYork(fields)).toEqual([2026, 0, 1, 4, 18, 4, 5, 678, 300]);
  });

  test('takes components and texts without a zone as local time', () => {
    expect(
      inParis(
        "[new Date(2026, 6, 1, 12), new Date('2026-07-01T12:00'), new Date('2026-07-01 12:00'), new Date('July 1, 2026 12:00')]",
      ),
    ).toEqual(Array(4).fill('2026-07-01T10:00:00.000Z'));
    expect(inParis("[new Date('2026-07-01'), new Date('2026-07-01T00:00Z'), new Date('Wed, 01 Jul 2026 02:00:00 GMT+0200'), new Date(new Date(0))]")).toEqual([
      ...Array<string>(3).fill('2026-07-01T00:00:00.000Z'), '1970-01-01T00:00:00.000Z']); // prettier-ignore
  });

  test('writes texts in the script’s zone', () => {
    expect(inParis('String(new Date(1782900000000))')).toBe(
      'Wed Jul 01 2026 12:00:00 GMT+0200 (Central European Summer Time)',
    );
    expect(
      inParis(
        "[new Date(0).toDateString(), new Date(0).toLocaleTimeString('de-DE'), new Date(0).toLocaleDateString('de-DE', { timeZone: 'UTC', weekday: 'long' })]",
      ),
    ).toEqual(['Thu Jan 01 1970', '01:00:00', 'Donnerstag']);
    expect(inParis('[String(new Date(NaN)), new Date(0).toISOString(), new Date(0).toUTCString()]')).toEqual([
      'Invalid Date',
      '1970-01-01T00:00:00.000Z',
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ]);
  });

  test('sets local fields, past the end of a month and across a clock change', () => {
    expect(
      inParis(
        '(() => { const d = new Date(2026, 2, 28, 9); d.setDate(d.getDate() + 1); return [d, d.getHours()]; })()',
      ),
    ).toEqual(['2026-03-29T07:00:00.000Z', 9]);
    expect(inParis('(() => { const d = new Date(2026, 0, 31); d.setMonth(1); return d; })()')).toBe(
      '2026-03-02T23:00:00.000Z',
    );
    expect(
      inParis(
        '(() => { const d = new Date(2026, 0, 1); d.setHours(0, 0, 0, 0); return d.getTime() === new Date(2026, 0, 1).getTime(); })()',
      ),
    ).toBe(true);
  });

  test('takes a time that the clock skips as after the gap, and one that it shows twice as the first', () => {
    expect(inParis('[new Date(2026, 2, 29, 2, 30), new Date(2026, 9, 25, 2, 30)]')).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  test('is the zone and the time that Intl uses when none is named', () => {
    expect(
      inNewYork(
        "[Intl.DateTimeFormat().resolvedOptions().timeZone, new Intl.DateTimeFormat('en-US', { hour: 'numeric', timeZone: 'UTC' }).format(), new Intl.DateTimeFormat('en-US', { hour: 'numeric' }).format(), new Intl.DateTimeFormat('en-US').formatToParts()[0].value]",
      ),
    ).toEqual(['America/New_York', '9 AM', '4 AM', '3']);
  });
});
