/**
 * A short fingerprint of a text, for noticing that it has changed: 53 bits of two FNV-1a-like runs, in base 36. Not for
 * anything that must withstand an opponent.
 */
export function fingerprint(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
  }
  return ((a >>> 0) * 0x200000 + ((b ^ (b >>> 15)) & 0x1fffff)).toString(36);
}
