import { type CellValue, isDateFormat, isError, wallOfSerial } from './cell';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The text that a cell shows, in the locale en_US. */
export function display(value: CellValue, format: string | undefined): string {
  if (isError(value)) return value.error;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  if (format === undefined || format === '' || format === 'General' || format === '@') return general(value);
  const sections = format.split(';');
  const section = (value < 0 ? sections[1] : value === 0 ? sections[2] : undefined) ?? sections[0] ?? '';
  const magnitude = value < 0 && sections[1] !== undefined ? -value : value;
  return isDateFormat(section) ? dateText(magnitude, section) : numberText(magnitude, section);
}

/** At most ten significant digits after the point, as Sheets' automatic format shows. */
function general(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  if (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-9) {
    return value
      .toExponential(5)
      .replace(/\.?0+e/, 'E')
      .replace(/e/, 'E')
      .replace(/E\+?(-?)(\d)$/, 'E$1' + '0$2');
  }
  return String(Number(value.toPrecision(10)));
}

function numberText(value: number, format: string): string {
  const pattern = /[#0?][#0?,]*(?:\.[#0?]+)?/.exec(
    format.replace(/"[^"]*"|\\./g, (quoted) => '\u0000'.repeat(quoted.length)),
  );
  if (!pattern) return literal(format);
  const body = format.slice(pattern.index, pattern.index + pattern[0].length);
  const before = format.slice(0, pattern.index);
  const after = format.slice(pattern.index + body.length);
  const [whole = '', decimals = ''] = body.split('.');
  const scaled = after.includes('%') ? value * 100 : value;
  const most = decimals.length;
  const least = (decimals.match(/0/g) ?? []).length;
  const [digits = '', fraction = ''] = Math.abs(scaled).toFixed(most).split('.');
  const padded = digits.padStart((whole.match(/0/g) ?? []).length, '0');
  const grouped = whole.includes(',') ? padded.replace(/\B(?=(\d{3})+$)/g, ',') : padded;
  const kept = fraction.slice(0, Math.max(least, fraction.replace(/0+$/, '').length));
  const sign = scaled < 0 && Number(Math.abs(scaled).toFixed(most)) !== 0 ? '-' : '';
  return `${sign}${literal(before)}${grouped}${kept === '' ? '' : `.${kept}`}${literal(after)}`;
}

const literal = (text: string): string => text.replace(/"([^"]*)"|\\(.)|\[[^\]]*\]|_./g, '$1$2');

function dateText(serial: number, format: string): string {
  const wall = wallOfSerial(serial);
  const twelve = /am\/pm|a\/p/i.test(format);
  const hour = wall.getUTCHours();
  const shown = twelve ? hour % 12 || 12 : hour;
  const two = (part: number): string => String(part).padStart(2, '0');
  const month = wall.getUTCMonth();
  let afterHour = false;
  return format.replace(
    /"([^"]*)"|\\(.)|AM\/PM|am\/pm|y+|M+|m+|d+|H+|h+|s+/g,
    (token, quoted?: string, escaped?: string) => {
      if (quoted !== undefined || escaped !== undefined) return quoted ?? escaped ?? '';
      // "m" is a month unless it stands beside an hour.
      const minutes = /^m{1,2}$/.test(token) && afterHour;
      if (!/^(am|pm)/i.test(token)) afterHour = /^[hH]/.test(token);
      switch (token.charAt(0)) {
        case 'y':
          return token.length > 2 ? String(wall.getUTCFullYear()).padStart(4, '0') : two(wall.getUTCFullYear() % 100);
        case 'M':
        case 'm':
          if (minutes) return token.length > 1 ? two(wall.getUTCMinutes()) : String(wall.getUTCMinutes());
          if (token.length > 2) return (MONTHS[month] ?? '').slice(0, token.length === 3 ? 3 : undefined);
          return token.length > 1 ? two(month + 1) : String(month + 1);
        case 'd':
          if (token.length > 2) return (DAYS[wall.getUTCDay()] ?? '').slice(0, token.length === 3 ? 3 : undefined);
          return token.length > 1 ? two(wall.getUTCDate()) : String(wall.getUTCDate());
        case 'H':
        case 'h':
          return token.length > 1 ? two(shown) : String(shown);
        case 's':
          return token.length > 1 ? two(wall.getUTCSeconds()) : String(wall.getUTCSeconds());
        default:
          return hour < 12 ? 'AM' : 'PM';
      }
    },
  );
}
