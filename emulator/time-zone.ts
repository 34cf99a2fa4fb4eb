/** Wall clocks and instants in IANA time zones, on the machine's Intl. Used inside realms and outside. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws {@link RangeError} no such zone */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formats.set(timeZone, format);
  }
  return format;
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const offsets = new Map<string, Map<number, number>>();

/** How far a zone's wall clock is ahead of UTC at an instant, milliseconds: Paris in winter 3,600,000. */
export function offsetAt(instant: number, timeZone: string): number {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return 0;
  // Offsets change on quarter hours only.
  const quarter = Math.floor(instant / QUARTER_MS);
  let known = offsets.get(timeZone);
  if (!known) offsets.set(timeZone, (known = new Map<number, number>()));
  let offset = known.get(quarter);
  if (offset === undefined) {
    const start = quarter * QUARTER_MS;
    const parts = new Map(
      formatFor(timeZone)
        .formatToParts(start)
        .map(({ type, value }) => [type, value]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
    const wall = new Date(0);
    wall.setUTCFullYear(year, part('month') - 1, part('day'));
    wall.setUTCHours(part('hour'), part('minute'), part('second'));
    offset = wall.getTime() - start;
    if (known.size > 10_000) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

/**
 * The instant at which a zone's wall clock shows this time, given as if it were UTC. A time that the clock skips is
 * taken as after the gap, one that it shows twice as its first showing.
 */
export function instantOf(wall: number, timeZone: string): number {
  const before = wall - offsetAt(wall - DAY_MS, timeZone);
  const after = wall - offsetAt(wall + DAY_MS, timeZone);
  const showing = [before, after].filter((instant) => instant + offsetAt(instant, timeZone) === wall);
  return showing.length > 0 ? Math.min(...showing) : before;
}

/** Whether Intl knows a zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatFor(timeZone);
    return true;
  } catch {
    return false;
  }
}
