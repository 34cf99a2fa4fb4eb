const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Eleven characters of base64url, as the ids of Chat's messages and threads are. Distinct for distinct numbers. */
export function chatId(seed: number, number: number): string {
  // Each half is a permutation of 32 bits, so two numbers never share the first half; the rest is decoration.
  const head = mix(number ^ seed);
  const tail = mix(head ^ 0x5bd1e995);
  return letters(head, 6) + letters(tail, 5);
}

/** A seed's number: 0 to 2³² - 1. */
export function seedNumber(seed: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) state = mix(state ^ seed.charCodeAt(index));
  return state;
}

function letters(word: number, count: number): string {
  let text = '';
  for (let index = 0, rest = word; index < count; index += 1, rest >>>= 6) text += ALPHABET.charAt(rest & 63);
  return text;
}

/** A permutation of 32-bit words that looks like chance (Ellis's "lowbias32" constants). */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
