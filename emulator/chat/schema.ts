import schema from './schema.json';

/** How a scalar is written in protocol buffers; the front end names it TYPE_STRING and so on. */
export type Scalar = 'string' | 'bool' | 'int32' | 'int64' | 'float' | 'double' | 'bytes' | 'timestamp';

/** A type that a field may hold. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'enum'; readonly fullName: string; readonly values: ReadonlyMap<string, number> }
  | { readonly kind: 'message'; readonly message: MessageType };

/** One field. */
export interface Field {
  /** "cards_v2" */
  readonly name: string;
  /** "cardsV2" */
  readonly jsonName: string;
  readonly type: FieldType;
  readonly repeated: boolean;
  /** The oneof it belongs to: "data". */
  readonly oneof: string | undefined;
}

/** One message type. */
export interface MessageType {
  /** "google.apps.card.v1.Card" */
  readonly fullName: string;
  /** By both names, as the front end reads both. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly hasOneofs: boolean;
}

/** JSON types of Google's own wrappers. */
const WELL_KNOWN: Readonly<Record<string, Scalar>> = {
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.FloatValue': 'float',
};

const enums: Readonly<Record<string, string>> = schema.enums;
const messages: Readonly<Record<string, string>> = schema.messages;
const oneofs: Readonly<Record<string, string>> = schema.oneofs;
const known = new Map<string, FieldType>();

function typeNamed(name: string): FieldType {
  let type = known.get(name);
  if (!type) {
    type = readType(name);
    known.set(name, type);
  }
  return type;
}

function readType(name: string): FieldType {
  const values = enums[name];
  if (values !== undefined) {
    const read = pairs(values, '=').map(([value, number]) => [value, Number(number)] as const);
    return { kind: 'enum', fullName: name, values: new Map(read) };
  }
  if (messages[name] === undefined) return { kind: 'scalar', scalar: WELL_KNOWN[name] ?? (name as Scalar) };
  const fields = new Map<string, Field>();
  const type = { kind: 'message', message: { fullName: name, fields, hasOneofs: name in oneofs } } as const;
  // Known before its fields are read: messages hold each other.
  known.set(name, type);
  const choices = new Map<string, string>();
  for (const [oneof, members] of pairs(oneofs[name] ?? '', '=')) {
    for (const member of members.split(',')) choices.set(member, oneof);
  }
  for (const [field, written] of pairs(messages[name], ':')) {
    const jsonName = camelCase(field);
    const repeated = written.endsWith('[]');
    const fieldType = typeNamed(repeated ? written.slice(0, -2) : written);
    const spec: Field = { name: field, jsonName, type: fieldType, repeated, oneof: choices.get(field) };
    fields.set(field, spec).set(jsonName, spec);
  }
  return type;
}

function pairs(text: string, sign: string): [string, string][] {
  return text === '' ? [] : text.split(' ').map((pair) => pair.split(sign) as [string, string]);
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function messageNamed(name: string): MessageType {
  const type = typeNamed(name);
  if (type.kind !== 'message') throw new Error(`schema.json has no message ${name}.`);
  return type.message;
}

/** The message that a webhook posts. */
export const MESSAGE: MessageType = messageNamed('google.chat.v1.Message');

/** The call around it, whose fields but `message` and `parent` come as query parameters. */
export const CREATE_MESSAGE_REQUEST: MessageType = messageNamed('google.chat.v1.CreateMessageRequest');
