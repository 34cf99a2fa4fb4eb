import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Writes schema.json: every field that Google's JSON front end takes in a message, its type, its enum's values and its
 * oneof. It is read from two published packages, since neither has all: the descriptor of `@google-apps/chat` has types,
 * enums and oneofs; the types of `@googleapis/chat` have the fields that are newer or meant for other products.
 *
 * Run: npx tsx emulator/chat/generate-schema.ts
 */
export interface SchemaFile {
  /** "@google-apps/chat 0.32.0" and the like. */
  readonly sources: readonly string[];
  /** By the enum's full name: "SQUARE=0 CIRCLE=1". */
  readonly enums: Readonly<Record<string, string>>;
  /**
   * By the message's full name, its fields as the proto file names them, each with its type: "string", "int32", "bool",
   * an enum's or a message's full name, and "[]" when repeated: "text:string cards_v2:google.chat.v1.CardWithId[]".
   */
  readonly messages: Readonly<Record<string, string>>;
  /** Fields of which only one may be set, by the message's full name: "data=text_paragraph,image control=button". */
  readonly oneofs: Readonly<Record<string, string>>;
}

/** Where the message that a webhook posts, and the request around it, begin. */
const ROOTS = ['google.chat.v1.Message', 'google.chat.v1.CreateMessageRequest'];

/** Written in JSON as a scalar, so nothing looks inside. */
const WELL_KNOWN = /^google\.protobuf\./;

const PACKAGES = join(__dirname, '..', '..', 'node_modules');
const PROTOS = '@google-apps/chat';
const TYPES = '@googleapis/chat';

/** The types that `@googleapis/chat` writes fields of each scalar type with. */
const SCALARS: Readonly<Record<string, string>> = { string: 'string', number: 'double', boolean: 'bool' };

interface Descriptor {
  readonly nested?: Readonly<Record<string, Descriptor>>;
  readonly fields?: Readonly<Record<string, { readonly type: string; readonly rule?: string }>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  readonly values?: Readonly<Record<string, number>>;
}

/** Reads both packages and says what schema.json should hold. */
export function generateSchema(): SchemaFile {
  const root = readJson<Descriptor>(PROTOS, 'build/protos/protos.json');
  const interfaces = readInterfaces();
  const enums: Record<string, string> = {};
  const messages: Record<string, string> = {};
  const oneofs: Record<string, string> = {};

  const visit = (fullName: string, schemaName: string | undefined): void => {
    if (messages[fullName] !== undefined || WELL_KNOWN.test(fullName)) return;
    messages[fullName] = '';
    const fields = new Map<string, string>();
    const typed = interfaces.get(schemaName ?? '') ?? new Map<string, FieldType>();
    const described = find(root, fullName);

    for (const [name, { type, rule }] of Object.entries(described?.fields ?? {})) {
      const target = resolve(root, fullName, type);
      fields.set(name, (target?.name ?? type) + (rule === 'repeated' ? '[]' : ''));
      if (target?.descriptor.values) enums[target.name] = pairs(Object.entries(target.descriptor.values), '=');
      else if (target) visit(target.name, typed.get(name)?.schema);
    }
    for (const [name, { type, schema, repeated }] of typed) {
      if (fields.has(name)) continue;
      const target = schema === undefined ? type : fullNameOf(schema);
      fields.set(name, target + (repeated ? '[]' : ''));
      if (schema !== undefined) visit(target, schema);
    }
    messages[fullName] = pairs(
      [...fields].map(([name, type]) => [snakeCase(name), type]),
      ':',
    );

    // A leading underscore is how descriptors write proto3's `optional`.
    const choices = Object.entries(described?.oneofs ?? {}).filter(([name]) => !name.startsWith('_'));
    if (choices.length > 0) {
      oneofs[fullName] = pairs(
        choices.map(([name, { oneof }]) => [snakeCase(name), oneof.map(snakeCase).join(',')]),
        '=',
      );
    }
  };
  visit('google.chat.v1.Message', 'Message');
  visit('google.chat.v1.CreateMessageRequest', undefined);

  if (ROOTS.some((name) => !messages[name])) {
    throw new Error(`Expected the fields of ${ROOTS.join(' and ')} in ${PROTOS}; found none.`);
  }
  return { sources: [PROTOS, TYPES].map(nameAndVersion), enums, messages, oneofs };
}

/** "a=1 b=2" */
function pairs(entries: readonly (readonly [string, unknown])[], sign: string): string {
  return entries.map(([name, value]) => `${name}${sign}${String(value)}`).join(' ');
}

interface FieldType {
  readonly type: string;
  /** "GoogleAppsCardV1Card" when the field holds a message. */
  readonly schema: string | undefined;
  readonly repeated: boolean;
}

/** The `Schema$…` interfaces of `@googleapis/chat`, by what follows the dollar sign. */
function readInterfaces(): Map<string, Map<string, FieldType>> {
  const text = readFileSync(join(PACKAGES, TYPES, 'build/v1.d.ts'), 'utf8');
  const file = ts.createSourceFile('v1.d.ts', text, ts.ScriptTarget.Latest);
  const found = new Map<string, Map<string, FieldType>>();
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) && node.name.text.startsWith('Schema$')) {
      const fields = new Map<string, FieldType>();
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || !member.type) continue;
        const written = member.type.getText(file);
        const [, schema, scalar, list] = /^(?:Schema\$(\w+)|(\w+))(\[\])?/.exec(written) ?? [];
        const type = SCALARS[scalar ?? ''] ?? 'any';
        fields.set(member.name.getText(file), { type, schema, repeated: list !== undefined });
      }
      found.set(node.name.text.slice('Schema$'.length), fields);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** "GoogleAppsCardV1Card" is google.apps.card.v1.Card; what has no prefix is Chat's own. */
function fullNameOf(schema: string): string {
  const card = /^GoogleAppsCardV1(\w+)$/.exec(schema)?.[1];
  return card === undefined ? `google.chat.v1.${schema}` : `google.apps.card.v1.${card}`;
}

function find(root: Descriptor, fullName: string): Descriptor | undefined {
  return fullName.split('.').reduce<Descriptor | undefined>((at, part) => at?.nested?.[part], root);
}

/** A type's name is looked up from where it is used outwards, as protocol buffers do. */
function resolve(root: Descriptor, from: string, type: string): { name: string; descriptor: Descriptor } | undefined {
  for (let scope = from; ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))) {
    const name = scope === '' ? type : `${scope}.${type}`;
    const descriptor = find(root, name);
    if (descriptor) return { name, descriptor };
    if (scope === '') return undefined;
  }
}

/** The descriptor has "cardsV2" where the proto file has "cards_v2". */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function nameAndVersion(name: string): string {
  return `${name} ${readJson<{ version: string }>(name, 'package.json').version}`;
}

function readJson<T>(packageName: string, path: string): T {
  return JSON.parse(readFileSync(join(PACKAGES, packageName, path), 'utf8')) as T;
}

/** The text of schema.json, as prettier would write it. One line per message keeps a change of Google's readable. */
export function schemaText({ sources, enums, messages, oneofs }: SchemaFile): string {
  const sorted = (rows: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(rows).sort(([one], [other]) => (one < other ? -1 : 1)));
  const text = JSON.stringify(
    { sources, enums: sorted(enums), messages: sorted(messages), oneofs: sorted(oneofs) },
    null,
    2,
  );
  return `${text.replace(/\[\n\s+(.*),\n\s+(.*)\n\s+\]/, '[$1, $2]')}\n`;
}

/** Where the data lies that the local Chat reads. */
export const SCHEMA_PATH = join(__dirname, 'schema.json');

if (require.main === module) writeFileSync(SCHEMA_PATH, schemaText(generateSchema()));
