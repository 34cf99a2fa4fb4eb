import { sha256 } from '@noble/hashes/sha2.js';

/**
 * The name under which Chat knows a delivery: a repeat of the request with the same requestId makes no second message.
 * A UUID (RFC 9562, version 8) made from the webhook's name and the delivery's id, so that every attempt, by whichever
 * execution, gives the same one, and one id sent to several webhooks gives different ones.
 *
 * @returns "0f8e2a64-5b1c-8d3e-9f70-1a2b3c4d5e6f"
 * @see Google Chat API, spaces.messages.create, `requestId`: https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create, read 2026-11-24
 */
export function requestIdOf(to: string, id: string): string {
  const digest = digestOf(`${to}\n${id}`);
  const hex = Array.from(digest.slice(0, 16), (byte, index) => {
    const fixed = index === 6 ? (byte & 0x0f) | 0x80 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return (fixed < 16 ? '0' : '') + fixed.toString(16);
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Tells one webhook link from another without giving anything of it away: its key and token stay in its property alone.
 *
 * @returns ten characters: "3f9a01c7be"
 */
export const linkHashOf = (url: string): string =>
  Array.from(digestOf(`link\n${url}`).slice(0, 5), (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');

const digestOf = (text: string): Uint8Array => sha256(utf8Bytes(`chat-courier\n${text}`));

/** Apps Script has no TextEncoder; percent-encoding is UTF-8. Halves of characters, which it refuses, are replaced first. */
function utf8Bytes(text: string): Uint8Array {
  const whole = text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : '\ufffd',
  );
  const bytes: number[] = [];
  encodeURIComponent(whole).replace(/%([0-9A-F]{2})|(.)/g, (_, hex: string | undefined, plain: string) => {
    bytes.push(hex === undefined ? plain.charCodeAt(0) : parseInt(hex, 16));
    return '';
  });
  return Uint8Array.from(bytes);
}
