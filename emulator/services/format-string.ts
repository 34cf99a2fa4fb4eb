import { asText, Exception } from '../facade/google';

/** sprintf as `Utilities.formatString` and `Logger.log` do it: %s %d %i %f %e %x %o %c %b %j %%, with flags and widths. */
export function formatString(template: string, values: readonly unknown[]): string {
  let next = 0;
  return template.replace(
    /%(?:(\d+)\$)?([-+ 0,(#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (whole, position, flags, width, precision, type) => {
      if (type === '%') return '%';
      const index = position === undefined ? next : Number(position) - 1;
      next += position === undefined ? 1 : 0;
      if (index >= values.length) throw new Exception(`Format specifier '${String(whole)}'`);
      const text = convert(values[index], String(type), precision === undefined ? undefined : Number(precision));
      return pad(text, String(flags), Number(width ?? 0), String(type));
    },
  );
}

function convert(value: unknown, type: string, precision: number | undefined): string {
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return String(Math.trunc(Number(value)));
    case 'f':
      return Number(value).toFixed(precision ?? 6);
    case 'e':
      return Number(value).toExponential(precision ?? 6);
    case 'x':
      return Math.trunc(Number(value)).toString(16);
    case 'X':
      return Math.trunc(Number(value)).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(Number(value)).toString(8);
    case 'c':
      return typeof value === 'number' ? String.fromCharCode(value) : asText(value).charAt(0);
    case 'b':
      return String(Boolean(value));
    case 'j':
      return JSON.stringify(value);
    default: {
      const text = asText(value);
      return precision === undefined ? text : text.slice(0, precision);
    }
  }
}

function pad(text: string, flags: string, width: number, type: string): string {
  const numeric = 'diufexXo'.includes(type);
  const signed = numeric && flags.includes('+') && !text.startsWith('-') ? `+${text}` : text;
  const grouped = numeric && flags.includes(',') ? signed.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : signed;
  if (flags.includes('-')) return grouped.padEnd(width);
  if (!numeric || !flags.includes('0')) return grouped.padStart(width);
  const sign = /^[+-]/.exec(grouped)?.[0] ?? '';
  return sign + grouped.slice(sign.length).padStart(width - sign.length, '0');
}
