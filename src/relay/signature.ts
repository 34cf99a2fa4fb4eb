import { Reader, UnreadableEvent, type RelayRequest } from './event';
import { isSignedBy } from './secret';

/** How far a signed event's time may be from ours, seconds: an old one that someone recorded is refused. */
export const SIGNED_WITHIN_SECONDS = 300;

/** What is signed, when, and how. */
export interface Signature {
  /** Hexadecimal HMAC-SHA256s; one of them must be right, since a sender that changes its key signs with both. */
  readonly signatures: readonly string[];
  readonly signedText: string;
  /** Epoch seconds. */
  readonly timestamp: number;
}

/**
 * Finds the signature of a post. Headers never reach Apps Script, so it stands in the body or in the address:
 *
 * - `{ "timestamp": 1772442000, "payload": "<JSON as text>", "signature": "<hex>" }`, over `<timestamp>.<payload>`
 * - Mailgun's `{ "signature": { "timestamp", "token", "signature" }, … }`, over the timestamp and the token
 * - `&signature=t=1772442000,v1=<hex>` in the address, where a forwarder copies Stripe's header to, over `<t>.<body>`
 *
 * @throws {@link UnreadableEvent} there is none
 */
export function findSignature(body: unknown, { parameters, body: raw }: RelayRequest): Signature {
  const { signature: inAddress = '' } = parameters;
  if (inAddress !== '') {
    const parts = inAddress.split(',').map((part) => part.split('='));
    const [, time = ''] = parts.find(([name]) => name === 't') ?? [];
    const signatures = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value);
    if (signatures.length === 0) throw new UnreadableEvent('signature', 't=<seconds>,v1=<hex>');
    return { signatures, timestamp: secondsIn(time), signedText: `${time}.${raw}` };
  }
  const post = new Reader(body);
  const inside = post.at('signature');
  if (inside.isObject) {
    const time = inside.at('timestamp').needed;
    return {
      signatures: [inside.at('signature').needed],
      timestamp: secondsIn(time),
      signedText: `${time}${inside.at('token').needed}`,
    };
  }
  const time = post.at('timestamp').needed;
  return {
    signatures: [inside.needed],
    timestamp: secondsIn(time),
    signedText: `${time}.${post.at('payload').needed}`,
  };
}

function secondsIn(text: string): number {
  const seconds = Number(text);
  if (text === '' || !Number.isFinite(seconds)) throw new UnreadableEvent('timestamp', 'a number of seconds');
  return seconds;
}

/**
 * Whether a post was signed with the key, and lately.
 *
 * @param now - epoch milliseconds
 */
export const isAuthentic = ({ signatures, signedText, timestamp }: Signature, key: string, now: number): boolean =>
  Math.abs(now / 1000 - timestamp) <= SIGNED_WITHIN_SECONDS &&
  signatures.filter((signature) => isSignedBy(key, signedText, signature)).length > 0;
