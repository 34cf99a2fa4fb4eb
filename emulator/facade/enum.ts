/** One value of a Google enum: `String(value)` and JSON give its name. */
export class EnumValue {
  readonly #name: string;
  readonly #ordinal: number;

  constructor(name: string, ordinal: number) {
    this.#name = name;
    this.#ordinal = ordinal;
  }

  name(): string {
    return this.#name;
  }

  ordinal(): number {
    return this.#ordinal;
  }

  compareTo(other: EnumValue): number {
    return this.#ordinal - other.#ordinal;
  }

  toString(): string {
    return this.#name;
  }

  toJSON(): string {
    return this.#name;
  }
}

/** An enum as a service carries it: `enumOf('CLOCK', 'ON_OPEN').CLOCK`. */
export function enumOf<const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, EnumValue>> {
  return Object.fromEntries(names.map((name, ordinal) => [name, new EnumValue(name, ordinal)])) as Record<
    Name,
    EnumValue
  >;
}
