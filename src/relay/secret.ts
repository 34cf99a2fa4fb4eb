import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** The shortest secret that is taken, characters. */
export const MIN_SECRET_LENGTH = 16;

/**
 * Whether two secrets are the same, in a time that does not tell how much of them is: both are hashed, and every byte of
 * the hashes is compared.
 */
export function isSameSecret(given: string, kept: string): boolean {
  const isSame = isSameBytes(sha256(bytesOf(given)), sha256(bytesOf(kept)));
  return isSame && kept.length >= MIN_SECRET_LENGTH;
}

/** Whether a signature, in hexadecimal, is the HMAC-SHA256 of the text under the key. */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  if (key.length < MIN_SECRET_LENGTH) return false;
  return isSameSecret(signature.toLowerCase(), hexOf(hmac(sha256, bytesOf(key), bytesOf(text))));
}

/** A short name for a text: the first 16 hexadecimal digits of its SHA-256. */
export const hashOf = (text: string): string => hexOf(sha256(bytesOf(text))).slice(0, 16);

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

/** UTF-8; Apps Script has no TextEncoder. */
function bytesOf(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      );
  }
  return Uint8Array.from(bytes);
}
