import { isSecretName, maskSecrets } from './mask-secrets';

/** A request's address, taken apart. */
export interface RequestUrl {
  /** "/v1/spaces/ops/messages" */
  readonly path: string;
  /** The space's id, or undefined when the path is none of spaces.messages. */
  readonly space: string | undefined;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Path and query, key and token masked. */
  readonly masked: string;
}

const ROUTE = /^\/v1\/spaces\/([A-Za-z0-9_-]+)\/messages$/;

/** @param url - absolute, or from the path on; what follows a "#" never reaches a server */
export function parseRequestUrl(url: string): RequestUrl {
  const fragment = url.indexOf('#');
  const sent = fragment < 0 ? url : url.slice(0, fragment);
  const scheme = sent.indexOf('://');
  const slash = scheme < 0 ? 0 : sent.indexOf('/', scheme + 3);
  const mark = sent.indexOf('?');
  const path = slash < 0 ? '/' : sent.slice(slash, mark < 0 ? undefined : mark);
  const query =
    mark < 0
      ? []
      : sent
          .slice(mark + 1)
          .split('&')
          .filter(Boolean)
          .map(parseParameter);
  const masked =
    maskSecrets(path) +
    (mark < 0
      ? ''
      : `?${sent
          .slice(mark + 1)
          .split('&')
          .map(maskParameter)
          .join('&')}`);
  return { path, space: ROUTE.exec(path)?.[1], query, masked };
}

function parseParameter(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  return sign < 0 ? [decode(text), ''] : [decode(text.slice(0, sign)), decode(text.slice(sign + 1))];
}

/** By its name as a server reads it: whatever it is called, a secret has no other way in. */
function maskParameter(text: string): string {
  const sign = text.indexOf('=');
  const isSecret = sign >= 0 && sign < text.length - 1 && isSecretName(decode(text.slice(0, sign)));
  return isSecret ? `${text.slice(0, sign)}=***` : maskSecrets(text);
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
