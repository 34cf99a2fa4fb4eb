/**
 * What another system reports, in one shape for all of them. Texts are as the sender wrote them; they are made harmless
 * when the message is made.
 */
export interface RelayEvent {
  /**
   * What makes this report itself and no other: an event with the same id is the same delivery. A sender that repeats a
   * report, as all do when an answer is late, makes no second message.
   */
  readonly id: string;
  /** What it is about, for the thread: an alert's fingerprint, a pull request, an incident. '' for no thread. */
  readonly subject: string;
  /** `firing`: something is wrong; `resolved`: it is over; `info`: neither. */
  readonly status: 'firing' | 'resolved' | 'info';
  /** One line: "HighLatency: checkout is slow". */
  readonly title: string;
  /** More, plain text; '' for none. */
  readonly text: string;
  /** Facts in the order to show them. */
  readonly fields: readonly (readonly [label: string, value: string])[];
  /** Where to read on; '' for nowhere. */
  readonly url: string;
}

/** A request as Apps Script hands it to `doPost` and `doGet`. Headers never arrive. */
export interface RelayRequest {
  readonly method: 'GET' | 'POST';
  /** The query's parameters, the first value of each. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The body as text; '' for none. */
  readonly body: string;
  /** "application/json"; '' when not known. */
  readonly contentType: string;
}

/** The body is not what its source sends. */
export class UnreadableEvent extends Error {
  /**
   * @param field - the field that is missing or of the wrong type: "alerts[0].status"
   * @param expected - what belongs there: "a text"
   */
  constructor(
    readonly field: string,
    readonly expected: string,
  ) {
    super(`${field === '' ? 'the body' : field} is not ${expected}`);
    this.name = 'UnreadableEvent';
  }
}

/** A value of a body, read field by field; whatever is missing or of another type reads as empty. */
export class Reader {
  constructor(
    readonly value: unknown,
    private readonly path = '',
  ) {}

  /** The field of that name; dots lead deeper. */
  at(name: string): Reader {
    let value: unknown = this.value;
    for (const part of name.split('.')) {
      value =
        typeof value === 'object' && value !== null && hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined;
    }
    return new Reader(value, this.path === '' ? name : `${this.path}.${name}`);
  }

  has(name: string): boolean {
    return this.at(name).value !== undefined && this.at(name).value !== null;
  }

  /** Its text; numbers and booleans as text; '' for anything else. */
  get text(): string {
    const { value } = this;
    return typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : '';
  }

  /** @throws {@link UnreadableEvent} it has no text */
  get needed(): string {
    if (this.text === '') throw new UnreadableEvent(this.path, 'a text');
    return this.text;
  }

  get list(): Reader[] {
    return Array.isArray(this.value) ? this.value.map((item, index) => new Reader(item, `${this.path}[${index}]`)) : [];
  }

  /** Its fields that have a text, in their order. */
  get texts(): [name: string, value: string][] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) return [];
    return Object.keys(this.value)
      .map((name): [string, string] => [name, this.at(name).text])
      .filter(([, value]) => value !== '');
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }
}

const hasOwn = (value: object, name: string): boolean => Object.prototype.hasOwnProperty.call(value, name);

/** The fields that have something to say. */
export const facts = (...fields: readonly (readonly [label: string, value: string])[]): [string, string][] =>
  fields.filter(([, value]) => value !== '').map(([label, value]) => [label, value]);

/** The first line of a text, shortened. */
export function firstLine(text: string, most = 200): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
