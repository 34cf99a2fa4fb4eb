/**
 * A stream of chance that its seed determines (sfc32 over a hashed text). Two streams with different seeds are
 * independent, so every execution gets its own and none depends on what another one drew.
 */
export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: string | number) {
    const hash = textHash(String(seed));
    this.#a = hash();
    this.#b = hash();
    this.#c = hash();
    for (let turn = 0; turn < 12; turn += 1) this.#turn();
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#turn() / 0x1_0000_0000;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A version 4 UUID: "3b241101-e2bb-4255-8caf-4136c566a962". */
  uuid(): string {
    const hex = [this.#turn(), this.#turn(), this.#turn(), this.#turn()]
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('');
    const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  #turn(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}

/** Words from a text, each well mixed (FNV-1a with a final avalanche). */
function textHash(text: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}
