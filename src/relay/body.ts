import { UnreadableEvent, type RelayRequest } from './event';

/**
 * What was posted: JSON, or the fields of a form.
 *
 * @throws {@link UnreadableEvent} it is neither
 */
export function parseBody({ body, contentType }: RelayRequest): unknown {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return parseForm(body);
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    throw new UnreadableEvent('', 'JSON in UTF-8');
  }
}

function parseForm(body: string): Record<string, string> {
  const fields = body.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
  return Object.fromEntries(fields.filter(([name]) => name !== '' && name !== '__proto__'));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    throw new UnreadableEvent('', 'a form in UTF-8');
  }
}
