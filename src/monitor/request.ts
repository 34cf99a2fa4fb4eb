import type { HttpRequest } from '../platform/platform';
import type { Monitor } from './monitor';

/** Script properties under this prefix are secrets that monitors name: "secret.SHOP" for `{{secret.SHOP}}`. */
export const SECRET_PREFIX = 'secret.';

const DEFAULT_TIMEOUT_SECONDS = 20;

/**
 * The request of a monitor's check.
 *
 * @param snapshot - a copy of the store, for the secrets it names
 * @returns the request, or the name of a secret that is not there
 */
export function requestOf(
  monitor: Monitor,
  snapshot: Readonly<Record<string, string>>,
): HttpRequest | { readonly missing: string } {
  const { url = '', method = 'get', headers = {}, body = '', timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = monitor;
  let missing: string | undefined;
  const fill = (text: string, encode: (value: string) => string): string =>
    text.replace(/\{\{\s*secret\.([A-Za-z0-9._-]+)\s*\}\}/g, (_whole, name: string) => {
      const value = snapshot[SECRET_PREFIX + name];
      if (value === undefined) missing = missing ?? SECRET_PREFIX + name;
      return encode(value ?? '');
    });
  const plain = (value: string): string => value;
  const request: HttpRequest = {
    method,
    url: fill(url, encodeURIComponent),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value, plain)])),
    body: fill(body, plain),
    timeoutSeconds,
    ...(monitor.followRedirects !== undefined && { followRedirects: monitor.followRedirects }),
    ...(monitor.validateHttpsCertificates !== undefined && {
      validateHttpsCertificates: monitor.validateHttpsCertificates,
    }),
  };
  return missing === undefined ? request : { missing };
}
