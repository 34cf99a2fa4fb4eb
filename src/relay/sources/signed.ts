import { Reader, UnreadableEvent } from '../event';
import type { SourceReader } from '../source';
import { generic } from './generic';

/**
 * A sender that signs what it sends, as payment services do, but in the body, since headers never reach Apps Script:
 * `{ "timestamp": 1772442000, "payload": "<JSON as text>", "signature": "<hex>" }`, where the signature is the
 * HMAC-SHA256 of `<timestamp>.<payload>` under the key kept as "signing.<id>". The signature is checked before this reads
 * the payload.
 */
export const signed: SourceReader = {
  read(body, request) {
    const { payload } = signedParts(body);
    try {
      return generic.read(JSON.parse(payload), request);
    } catch (error) {
      if (error instanceof UnreadableEvent) throw error;
      throw new UnreadableEvent('payload', 'JSON');
    }
  },
};

/** How far a signed event's time may be from ours, seconds: an old one that someone recorded is refused. */
export const SIGNED_WITHIN_SECONDS = 300;

/**
 * The parts of a signed body.
 *
 * @throws {@link UnreadableEvent} one of them is missing
 */
export function signedParts(body: unknown): {
  timestamp: number;
  payload: string;
  signature: string;
  signedText: string;
} {
  const post = new Reader(body);
  const timestamp = Number(post.at('timestamp').needed);
  if (Number.isNaN(timestamp)) throw new UnreadableEvent('timestamp', 'a number of seconds');
  const payload = post.at('payload').needed;
  return { timestamp, payload, signature: post.at('signature').needed, signedText: `${timestamp}.${payload}` };
}
