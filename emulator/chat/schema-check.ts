import { type Path, pathText } from './path';
import type { Field, FieldType, MessageType, Scalar } from './schema';

/** One complaint of Google's JSON front end, as in `google.rpc.BadRequest`. */
export interface Violation {
  /** "message.cards_v2[0].card"; undefined where the front end names no place. */
  readonly field: string | undefined;
  readonly description: string;
}

export interface SchemaCheckOptions {
  /** False lets wrong types, unknown enum values and doubled oneofs pass. */
  readonly strict: boolean;
  /** A field that is treated as if the schema lacked it: "markup_syntax". */
  readonly unknownField?: string;
}

export interface SchemaCheck {
  /** In the order of the document; empty accepts. */
  readonly violations: readonly Violation[];
  /** True when every name is in camelCase and every enum value a name, so that nothing needs rewriting. */
  readonly isNormal: boolean;
}

const INVALID = 'Invalid JSON payload received. ';

/**
 * Reads a JSON object as Google's front end does: names, types, enums, oneofs. The sentences are those recorded on Chat
 * (unknown names) and on other Google APIs behind the same front end.
 */
export function checkSchema(value: object, type: MessageType, root: string, options: SchemaCheckOptions): SchemaCheck {
  const walk = new Walk(options);
  walk.message(value, type, { parent: undefined, key: root });
  return walk;
}

class Walk implements SchemaCheck {
  readonly violations: Violation[] = [];
  isNormal = true;
  readonly #strict: boolean;
  readonly #unknownField: string | undefined;

  constructor({ strict, unknownField }: SchemaCheckOptions) {
    this.#strict = strict;
    this.#unknownField = unknownField;
  }

  message(value: object, type: MessageType, path: Path): void {
    let set: Set<string> | undefined;
    for (const name of Object.keys(value)) {
      const field = type.fields.get(name);
      if (!field || field.name === this.#unknownField) {
        const container = pathText(path);
        this.#report(container, `${INVALID}Unknown name "${name}" at '${container}': Cannot find field.`);
        continue;
      }
      if (name !== field.jsonName) this.isNormal = false;
      const member = (value as Record<string, unknown>)[name];
      if (member === null) continue;
      if (field.oneof !== undefined) {
        set ??= new Set();
        if (set.has(field.oneof)) {
          const problem = `oneof field '${field.oneof}' is already set. Cannot set '${name}'`;
          this.#complain(pathText(path), `Invalid value at '${pathText(path)}' (oneof), ${problem}`);
        }
        set.add(field.oneof);
      }
      if (field.repeated) this.#list(member, field, path);
      else this.#value(member, field, name, path, undefined);
    }
  }

  #list(value: unknown, field: Field, parent: Path): void {
    if (!Array.isArray(value)) {
      const at = pathText({ parent, key: field.name });
      this.#complain(at, `[emulator] Invalid value at '${at}' (${typeText(field.type)}), expected a list`);
      return;
    }
    for (let index = 0; index < value.length; index += 1) this.#value(value[index], field, field.name, parent, index);
  }

  #value(value: unknown, field: Field, name: string, parent: Path, index: number | undefined): void {
    const { type } = field;
    if (type.kind === 'message' ? typeof value === 'object' && value !== null && !Array.isArray(value) : false) {
      if (type.kind === 'message') this.message(value as object, type.message, step(parent, field, index));
      return;
    }
    if (type.kind === 'enum') {
      if (typeof value === 'string' && type.values.has(value)) return;
      this.isNormal = false;
      if (isOrdinal(value, type.values)) return;
    }
    if (type.kind === 'scalar' && fits(value, type.scalar)) return;
    this.#misfit(value, field, name, parent, index);
  }

  #misfit(value: unknown, field: Field, name: string, parent: Path, index: number | undefined): void {
    const at = pathText(step(parent, field, index));
    const container = pathText(parent);
    if (Array.isArray(value)) {
      const problem = 'Proto field is not repeating, cannot start list.';
      this.#complain(container, `${INVALID}Unknown name "${name}" at '${container}': ${problem}`);
    } else if (typeof value === 'object' && value !== null) {
      this.#complain(at, `Invalid value at '${container}' (${field.name}), Starting an object on a scalar field`);
    } else {
      this.#complain(at, `Invalid value at '${at}' (${typeText(field.type)}), ${JSON.stringify(value)}`);
    }
  }

  #complain(field: string, description: string): void {
    if (this.#strict) this.#report(field, description);
  }

  #report(field: string, description: string): void {
    this.violations.push({ field, description });
  }
}

function step(parent: Path, field: Field, index: number | undefined): Path {
  const at: Path = { parent, key: field.name };
  return index === undefined ? at : { parent: at, key: index };
}

/** "TYPE_STRING", "type.googleapis.com/google.chat.v1.MarkupSyntax" */
export function typeText(type: FieldType): string {
  if (type.kind === 'message') return `type.googleapis.com/${type.message.fullName}`;
  if (type.kind === 'enum') return `type.googleapis.com/${type.fullName}`;
  return type.scalar === 'timestamp'
    ? 'type.googleapis.com/google.protobuf.Timestamp'
    : `TYPE_${type.scalar.toUpperCase()}`;
}

/** The front end takes an enum's number too, also as text. */
export function isOrdinal(value: unknown, values: ReadonlyMap<string, number>): boolean {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && [...values.values()].includes(number);
}

const MAX_INT32 = 2 ** 31;

/** JSON's rules for protocol buffers: numbers and booleans may come as text, texts only as text. */
function fits(value: unknown, scalar: Scalar): boolean {
  switch (scalar) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'int32': {
      const number = numberOf(value);
      return Number.isInteger(number) && number >= -MAX_INT32 && number < MAX_INT32;
    }
    case 'int64':
      return Number.isInteger(numberOf(value));
    case 'float':
    case 'double':
      return !Number.isNaN(numberOf(value)) || value === 'NaN';
    case 'bytes':
      return typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value);
    case 'timestamp':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value);
  }
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/**
 * Writes a checked object as Google answers it: names in camelCase, enums by name, nulls left out. Unchecked values stay.
 */
export function normalise(value: object, type: MessageType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const field = type.fields.get(name);
    if (!field || member === null) continue;
    result[field.jsonName] = Array.isArray(member)
      ? member.map((element: unknown) => normaliseValue(element, field.type))
      : normaliseValue(member, field.type);
  }
  return result;
}

function normaliseValue(value: unknown, type: FieldType): unknown {
  if (type.kind === 'message' && typeof value === 'object' && value !== null) return normalise(value, type.message);
  if (type.kind === 'enum' && (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)))) {
    for (const [name, number] of type.values) if (number === Number(value)) return name;
  }
  return value;
}
