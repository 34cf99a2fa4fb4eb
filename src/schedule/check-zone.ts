import type { Issue } from '../errors';
import { suggestion } from './days';
import { isTimeZone } from './zone';

/** Zone abbreviations that engines read as something else than people mean, or not at all. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  EST: 'America/New_York', EDT: 'America/New_York', CST: 'America/Chicago', CDT: 'America/Chicago', MST: 'America/Denver',
  PST: 'America/Los_Angeles', PDT: 'America/Los_Angeles', GMT: 'Europe/London', BST: 'Europe/London', CET: 'Europe/Paris',
  CEST: 'Europe/Paris', IST: 'Asia/Kolkata', JST: 'Asia/Tokyo', ICT: 'Asia/Bangkok', AEST: 'Australia/Sydney',
}; // prettier-ignore

const COMMON_ZONES = [
  'Africa/Cairo', 'Africa/Johannesburg', 'Africa/Lagos', 'Africa/Nairobi', 'America/Argentina/Buenos_Aires', 'America/Bogota',
  'America/Chicago', 'America/Denver', 'America/Halifax', 'America/Los_Angeles', 'America/Mexico_City', 'America/New_York',
  'America/Santiago', 'America/Sao_Paulo', 'America/Toronto', 'America/Vancouver', 'Asia/Bangkok', 'Asia/Dubai', 'Asia/Ho_Chi_Minh',
  'Asia/Hong_Kong', 'Asia/Jakarta', 'Asia/Jerusalem', 'Asia/Karachi', 'Asia/Kolkata', 'Asia/Manila', 'Asia/Seoul', 'Asia/Shanghai',
  'Asia/Singapore', 'Asia/Taipei', 'Asia/Tokyo', 'Australia/Melbourne', 'Australia/Sydney', 'Europe/Amsterdam', 'Europe/Berlin',
  'Europe/Istanbul', 'Europe/London', 'Europe/Madrid', 'Europe/Moscow', 'Europe/Paris', 'Europe/Rome', 'Europe/Zurich',
  'Pacific/Auckland', 'Etc/UTC',
]; // prettier-ignore

/** Checks a time zone's name; the path is "timeZone". */
export function checkTimeZone(timeZone: string): Issue[] {
  const received = JSON.stringify(timeZone.slice(0, 80));
  const meant = ABBREVIATIONS[timeZone.toUpperCase()];
  if (meant !== undefined) {
    const expected = `the name of a place, which knows about summer time: "${meant}"`;
    return [{ path: 'timeZone', problem: 'is an abbreviation', expected, received }];
  }
  if (isTimeZone(timeZone)) return [];
  const city = COMMON_ZONES.find(
    (zone) => zone.split('/').pop()?.toLowerCase() === timeZone.toLowerCase().replace(/ /g, '_'),
  );
  const hint = city === undefined ? suggestion(timeZone, COMMON_ZONES) : `: did you mean "${city}"?`;
  const expected = `an IANA name such as "Asia/Ho_Chi_Minh"${hint}`;
  return [{ path: 'timeZone', problem: 'is no time zone', expected, received }];
}
