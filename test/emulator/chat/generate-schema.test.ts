import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchema, SCHEMA_PATH, schemaText } from '../../../emulator/chat/generate-schema';

const PACKAGES = join(__dirname, '..', '..', '..', 'node_modules');

describe('generateSchema', () => {
  test('yields what schema.json holds', () => {
    expect(schemaText(generateSchema())).toBe(readFileSync(SCHEMA_PATH, 'utf8'));
  });

  test('names fields as the proto files do', () => {
    const folders = ['google/chat/v1', 'google/apps/card/v1'].map((folder) =>
      join(PACKAGES, '@google-apps/chat/build/protos', folder),
    );
    const protos = folders.flatMap((folder) =>
      readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
    );
    const inProtos = new Set(protos.join('\n').match(/\b\w+(?= = \d+)/g));
    const types = readFileSync(join(PACKAGES, '@googleapis/chat/build/v1.d.ts'), 'utf8');
    const inTypes = new Set(types.match(/\b\w+(?=\?:)/g));
    const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

    const fields = Object.entries(generateSchema().messages)
      .filter(([message]) => /^google\.(chat|apps)/.test(message))
      .flatMap(([, written]) => written.split(' ').filter(Boolean))
      .map((field) => field.split(':')[0] ?? '');
    expect(fields.length).toBeGreaterThan(300);
    expect(fields.filter((name) => !inProtos.has(name) && !inTypes.has(camelCase(name)))).toEqual([]);
  });

  test('has the fields that only one of the two packages knows', () => {
    const { messages, enums, oneofs } = generateSchema();
    expect(messages['google.apps.card.v1.Card']).toContain('expression_data:google.apps.card.v1.ExpressionData[]');
    expect(enums['google.chat.v1.MarkupSyntax']).toContain('MARKUP_SYNTAX_MARKDOWN=2');
    expect(oneofs['google.apps.card.v1.DecoratedText']).toBe('control=button,switch_control,end_icon');
  });
});
