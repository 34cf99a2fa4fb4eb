import type { Issue } from '../errors';
import { show } from '../message/wording';
import { redact } from '../redact';

/**
 * UrlFetchApp takes addresses of at most 2,082 characters; its quota page says 2 KB.
 * @see https://developers.google.com/apps-script/guides/services/quotas, read 2026-11-24
 */
const MAX_URL_CHARACTERS = 2_000;

/** What is wrong with an address to check, or undefined. @param ownUrl - this script's own web app; '' when not known */
export function checkAddress(url: string, ownUrl: string): Issue | undefined {
  const path = 'url';
  const received = show(url);
  const [, scheme = '', authority = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url) ?? [];
  if (!/^https?$/i.test(scheme) || authority === '') {
    const guess = /^[\w-]+(\.[\w-]+)+/.test(url) ? `: did you mean "https://${redact(url).slice(0, 60)}"?` : '';
    return {
      path,
      problem: 'is no web address',
      expected: `an address such as "https://example.com/health"${guess}`,
      received,
    };
  }
  if (authority.includes('@')) {
    const expected =
      'an address without name and password; send them in headers: { Authorization: "Basic {{secret.NAME}}" }';
    return { path, problem: 'holds a password', expected, received: `${scheme}://…` };
  }
  if (url.length > MAX_URL_CHARACTERS || /\s/.test(url)) {
    const expected = `at most ${MAX_URL_CHARACTERS} characters, none of them a space`;
    return { path, problem: 'is not usable', expected, received: `${url.length} characters` };
  }
  if (isPrivate(authority.replace(/:\d+$/, ''))) {
    const expected = 'a public address: private ones and localhost cannot be reached from Google’s servers';
    return { path, problem: 'cannot be checked from Google’s servers', expected, received };
  }
  if (ownUrl !== '' && url.split(/[?#]/)[0] === ownUrl.split(/[?#]/)[0]) {
    const expected = 'another address: a script that calls itself would run for ever, and is down with its monitor';
    return { path, problem: 'is this script itself', expected, received };
  }
  return undefined;
}

/** Whether a host is one that only its own network can reach. */
export function isPrivate(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.includes('{{')) return false;
  const [a = -1, b = -1] = /^\d+\.\d+\.\d+\.\d+$/.test(name) ? name.split('.').map(Number) : [];
  return (
    !/[.:]/.test(name) ||
    /(^|\.)(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(name) ||
    /^\[(::1|f[cd][0-9a-f]{2}:|fe80:)/.test(name) ||
    [0, 10, 127].includes(a) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 100 && b >= 64 && b <= 127)
  );
}
