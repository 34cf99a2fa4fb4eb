const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.';

/**
 * A short text that is the same for the same text, for noticing changes; not for anything that must withstand an opponent.
 *
 * @param characters - 6 bits each, up to 10
 */
export function shortHash(text: string, characters: number): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
  }
  a = mixed(a ^ (b >>> 13));
  b = mixed(b ^ (a >>> 11));
  let hash = '';
  for (let at = 0; at < characters; at += 1) hash += ALPHABET[((at < 5 ? a : b) >>> ((at % 5) * 6)) & 63];
  return hash;
}

/** Spreads every bit over all of them (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
