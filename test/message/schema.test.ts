import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { chat_v1 } from '@googleapis/chat';
import ts from 'typescript';
import { chatSchema, ENUMS, fieldName, snakeCase, TEXT_KINDS, unusableFields } from '../../src/message/schema';
import type { Message } from '../../src/message/types';

const ROOT = join(__dirname, '..', '..');
const GOOGLE = join(ROOT, 'node_modules/@googleapis/chat/build/v1.d.ts');
const OURS = join(ROOT, 'src/message/types.ts');
const PROTOS = join(ROOT, 'node_modules/@google-apps/chat/build/protos/protos.json');

/** What our names for Google's objects are called there, where they differ from `GoogleAppsCardV1…`. */
const GOOGLE_NAMES: Readonly<Record<string, string>> = {
  Message: 'Message',
  Thread: 'Thread',
  CardWithId: 'CardWithId',
  Color: 'Color',
  ColumnWidget: 'GoogleAppsCardV1Widgets',
  CarouselWidget: 'GoogleAppsCardV1NestedWidget',
};

const googleName = (ours: string): string => `Schema$${GOOGLE_NAMES[ours] ?? `GoogleAppsCardV1${ours}`}`;

/** The fields of every interface of a file, with the text of their types. */
function interfacesOf(file: string): Map<string, Map<string, string>> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = new Map<string, Map<string, string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node)) {
      const fields = node.members.filter(ts.isPropertySignature).map((member): [string, string] => {
        return [member.name.getText(source), (member.type?.getText(source) ?? '').replace(/ \| null$/, '')];
      });
      found.set(node.name.text, new Map(fields));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const google = interfacesOf(GOOGLE);
const ours = interfacesOf(OURS);
const objects = Object.keys(chatSchema());

/** How Google's types write a kind of ours. */
function typeText(kind: string): string {
  if (TEXT_KINDS.includes(kind) || kind in ENUMS) return 'string';
  if (kind === 'int' || kind === 'number') return 'number';
  if (kind === 'boolean') return 'boolean';
  return kind.endsWith('[]') ? `${googleName(kind.slice(0, -2))}[]` : googleName(kind);
}

describe('chatSchema', () => {
  test.each(objects)('has the fields of %s that the package googleapis/chat has, and no other', (name) => {
    const theirs = google.get(googleName(name));
    expect(theirs).toBeDefined();
    expect(Object.keys(chatSchema()[name] ?? {}).sort()).toEqual([...(theirs?.keys() ?? [])].sort());
  });

  test.each(objects)('reads the fields of %s as the package types them', (name) => {
    const known = Object.entries(chatSchema()[name] ?? {}).filter(([, kind]) => kind !== 'any');
    const theirs = google.get(googleName(name));
    expect(known.map(([field]) => [field, theirs?.get(field)])).toEqual(
      known.map(([field, kind]) => [field, typeText(kind)]),
    );
  });

  test('describes every object that it mentions', () => {
    const kinds = Object.values(chatSchema()).flatMap((fields) => Object.values(fields));
    const mentioned = kinds.map((kind) => kind.replace(/\[\]$/, '')).filter((kind) => /^[A-Z]/.test(kind));
    expect(mentioned.filter((kind) => !(kind in chatSchema()) && !(kind in ENUMS))).toEqual([]);
  });

  test('looks into every object, but for what a webhook cannot use', () => {
    const opaque = Object.entries(chatSchema()).flatMap(([name, fields]) =>
      Object.keys(fields)
        .filter((field) => fields[field] === 'any' && unusableFields()[`${name}.${field}`] === undefined)
        .map((field) => `${name}.${field}`),
    );
    expect(opaque).toEqual(['ExpressionDataCondition.conditionType']);
  });
});

describe('types.ts', () => {
  /** Our only object that is no interface of its own. */
  const typed = objects.filter((name) => ours.has(name));

  test('has an interface for every object of a message', () => {
    const missing = objects.filter((name) => !ours.has(name));
    expect(missing).toEqual([
      'CardAction',
      'CardFixedFooter',
      'ExpressionData',
      'Condition',
      'ExpressionDataCondition',
      'EventAction',
      'CommonWidgetAction',
      'UpdateVisibilityAction',
      'Trigger',
      'Divider',
    ]);
  });

  test.each(typed)('has the fields of %s that a webhook can use, and no other', (name) => {
    const usable = Object.keys(chatSchema()[name] ?? {}).filter(
      (field) => unusableFields()[`${name}.${field}`] === undefined,
    );
    expect([...(ours.get(name)?.keys() ?? [])].sort()).toEqual(usable.sort());
  });

  test('makes messages that the package takes as its own', () => {
    const message: Message = { text: 'x', cardsV2: [{ card: { sections: [{ widgets: [{ divider: {} }] }] } }] };
    // Compiles only as long as every field's type fits Google's.
    const theirs: chat_v1.Schema$Message = message;
    expect(theirs).toBe(message);
  });
});

describe('unusableFields', () => {
  test('names only fields that exist', () => {
    const unknown = Object.keys(unusableFields()).filter((path) => {
      const [name = '', field = ''] = path.split('.');
      return chatSchema()[name]?.[field] === undefined;
    });
    expect(unknown).toEqual([]);
  });
});

describe('ENUMS', () => {
  interface Described {
    readonly nested?: Readonly<Record<string, Described>>;
    readonly values?: Readonly<Record<string, number>>;
  }

  const enums: (readonly string[])[] = [];
  const visit = ({ values, nested = {} }: Described): void => {
    if (values !== undefined)
      enums.push(
        Object.entries(values)
          .sort((a, b) => a[1] - b[1])
          .map(([value]) => value),
      );
    Object.values(nested).forEach(visit);
  };
  visit(JSON.parse(readFileSync(PROTOS, 'utf8')) as Described);

  test.each(Object.keys(ENUMS).filter((name) => name !== 'Visibility'))(
    '%s has the values of the package google-apps/chat, in the order of their numbers',
    (name) => {
      expect(enums).toContainEqual(ENUMS[name]);
    },
  );

  test('Visibility is in neither package, so its values are those of the reference', () => {
    expect(enums).not.toContainEqual(ENUMS['Visibility']);
  });
});

describe('fieldName', () => {
  test.each([
    ['cardsV2', 'cardsV2'],
    ['cards_v2', 'cardsV2'],
    ['fallback_text', 'fallbackText'],
    ['cards_V2', undefined],
    ['cards__v2', undefined],
    ['body', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('reads %s as %s', (key, name) => {
    expect(fieldName(key, chatSchema()['Message'] ?? {})).toBe(name);
  });
});

describe('snakeCase', () => {
  test("writes a path as Google's messages do", () => {
    expect(snakeCase('cardsV2[0].card.sectionDividerStyle')).toBe('cards_v2[0].card.section_divider_style');
  });
});
