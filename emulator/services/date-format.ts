import { Exception } from '../facade/google';
import { instantOf, isTimeZone, offsetAt } from '../time-zone';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const DAY_MS = 86_400_000;

/** Java's SimpleDateFormat, in English and with the weeks of the US, as Google does it. */
export function formatDate(date: Date, timeZone: string, pattern: string): string {
  checkZone(timeZone);
  const offset = fixedOffset(timeZone) ?? offsetAt(date.getTime(), timeZone);
  const wall = new Date(date.getTime() + offset);
  return tokens(pattern)
    .map((token) => (token.literal ? token.text : field(token.text, wall, date.getTime(), timeZone, offset)))
    .join('');
}

/** The instant a text shows in a pattern. @throws {@link Exception} it does not fit */
export function parseDate(text: string, timeZone: string, pattern: string): Date {
  checkZone(timeZone);
  const read = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0, pm: null as boolean | null };
  let offset: number | null = null;
  let rest = text;
  const take = (expression: RegExp): string => {
    const found = expression.exec(rest)?.[0];
    if (found === undefined) throw new Exception(`Unparseable date: "${text}"`);
    rest = rest.slice(found.length);
    return found;
  };
  const all = tokens(pattern);
  all.forEach((token, index) => {
    if (token.literal) {
      if (!rest.startsWith(token.text)) throw new Exception(`Unparseable date: "${text}"`);
      rest = rest.slice(token.text.length);
      return;
    }
    const letter = token.text.charAt(0);
    const adjacent = all[index + 1]?.literal === false;
    const number = (): number => Number(take(adjacent ? new RegExp(`^\\d{1,${String(token.text.length)}}`) : /^-?\d+/));
    const name = (names: readonly string[]): number => {
      const word = take(/^[A-Za-z]+/).toLowerCase();
      const at = names.findIndex((full) => full.toLowerCase() === word || full.slice(0, 3).toLowerCase() === word);
      if (at < 0) throw new Exception(`Unparseable date: "${text}"`);
      return at;
    };
    if (letter === 'y') {
      const year = number();
      read.year = token.text.length <= 2 && year < 100 ? 2000 + year : year;
    } else if (letter === 'M') read.month = token.text.length >= 3 ? name(MONTHS) + 1 : number();
    else if (letter === 'd') read.day = number();
    else if (letter === 'H') read.hour = number();
    else if (letter === 'k') read.hour = number() % 24;
    else if (letter === 'K') read.hour = number();
    else if (letter === 'h') read.hour = number() % 12;
    else if (letter === 'm') read.minute = number();
    else if (letter === 's') read.second = number();
    else if (letter === 'S') read.ms = number();
    else if (letter === 'a') read.pm = take(/^[AaPp][Mm]/).toLowerCase() === 'pm';
    else if (letter === 'E') name(DAYS);
    else if (/[XZz]/.test(letter)) offset = readOffset(take(/^(Z|UTC|GMT([+-]\d\d:?\d\d)?|[+-]\d\d(:?\d\d)?)/));
    else throw new Exception(`Illegal pattern character '${letter}'`);
  });
  const hour = read.pm === true ? read.hour + 12 : read.hour;
  const wall = Date.UTC(read.year, read.month - 1, read.day, hour, read.minute, read.second, read.ms);
  offset ??= fixedOffset(timeZone);
  return new Date(offset === null ? instantOf(wall, timeZone) : wall - offset);
}

function checkZone(timeZone: string): void {
  if (fixedOffset(timeZone) === null && !isTimeZone(timeZone)) throw new Exception(`Invalid argument: ${timeZone}`);
}

/** Java's zones of its own: "GMT+1", "GMT-0330", "GMT+02:00". Null for all others, those of Intl. */
function fixedOffset(timeZone: string): number | null {
  const [, sign, hours, minutes = '0'] = /^GMT([+-])(\d\d?)(?::?(\d\d))?$/.exec(timeZone) ?? [];
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return timeZone === 'GMT' ? 0 : null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

interface Token {
  readonly literal: boolean;
  readonly text: string;
}

/** Runs of one letter are fields; text between quotes is itself, two quotes are one. */
function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  for (const [part] of pattern.matchAll(/''|'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    if (part === "''") found.push({ literal: true, text: "'" });
    else if (part.startsWith("'")) found.push({ literal: true, text: part.slice(1, -1).replace(/''/g, "'") });
    else found.push({ literal: !/^[A-Za-z]/.test(part), text: part });
  }
  return found;
}

function field(letters: string, wall: Date, instant: number, timeZone: string, offset: number): string {
  const width = letters.length;
  const number = (value: number): string => String(value).padStart(width, '0');
  const year = (value: number): string => (width === 2 ? String(value % 100).padStart(2, '0') : number(value));
  // Weeks begin on Sunday, and one that holds a 1 January is the first of its year: that of its Saturday.
  const weekYear = new Date(wall.getTime() + (6 - wall.getUTCDay()) * DAY_MS).getUTCFullYear();
  const hour = wall.getUTCHours();
  const dayOfYear = Math.floor((Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) - Date.UTC(wall.getUTCFullYear(), 0, 1)) / DAY_MS); // prettier-ignore
  const firstDay = new Date(Date.UTC(wall.getUTCFullYear(), 0, 1)).getUTCDay();
  switch (letters.charAt(0)) {
    case 'G':
      return 'AD';
    case 'y':
      return year(wall.getUTCFullYear());
    case 'Y':
      return year(weekYear);
    case 'u':
      return number(wall.getUTCDay() || 7);
    case 'M':
    case 'L':
      if (width >= 4) return MONTHS[wall.getUTCMonth()] ?? '';
      return width === 3 ? (MONTHS[wall.getUTCMonth()] ?? '').slice(0, 3) : number(wall.getUTCMonth() + 1);
    case 'w':
      return number(weekYear > wall.getUTCFullYear() ? 1 : Math.floor((dayOfYear + firstDay) / 7) + 1);
    case 'W':
      return number(Math.floor((wall.getUTCDate() + new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1)).getUTCDay() - 1) / 7) + 1); // prettier-ignore
    case 'D':
      return number(dayOfYear + 1);
    case 'd':
      return number(wall.getUTCDate());
    case 'F':
      return number(Math.ceil(wall.getUTCDate() / 7));
    case 'E':
      return width >= 4 ? (DAYS[wall.getUTCDay()] ?? '') : (DAYS[wall.getUTCDay()] ?? '').slice(0, 3);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return number(hour);
    case 'k':
      return number(hour === 0 ? 24 : hour);
    case 'K':
      return number(hour % 12);
    case 'h':
      return number(hour % 12 === 0 ? 12 : hour % 12);
    case 'm':
      return number(wall.getUTCMinutes());
    case 's':
      return number(wall.getUTCSeconds());
    case 'S':
      return number(wall.getUTCMilliseconds());
    case 'z':
      return zoneName(instant, timeZone, width >= 4 ? 'long' : 'short');
    case 'Z':
      return offsetText(offset, '', false);
    case 'X':
      if (offset === 0) return 'Z';
      return width === 1 ? offsetText(offset, '', true) : offsetText(offset, width === 3 ? ':' : '', false);
    default:
      throw new Exception(`Illegal pattern character '${letters.charAt(0)}'`);
  }
}

function zoneName(instant: number, timeZone: string, style: 'long' | 'short'): string {
  if (timeZone === 'GMT') return style === 'long' ? 'Greenwich Mean Time' : timeZone;
  const fixed = fixedOffset(timeZone);
  if (fixed !== null) return `${timeZone.slice(0, 4)}${offsetText(fixed, ':', false).slice(1)}`;
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: style }).formatToParts(instant);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function offsetText(offset: number, separator: string, hoursOnly: boolean): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}`;
  return hoursOnly ? hours : `${hours}${separator}${two(minutes % 60)}`;
}

function readOffset(text: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
