import { tagsOf } from '../message/template-sample';
import { parseTag } from '../message/template-tags';
import type { Message } from '../message/types';

/** What a rule's template can say besides the row's columns. A column of the same name goes first. */
export const OWN_FIELDS = ['row', 'link', 'tab', 'rule', 'by', 'before', 'answers', 'isEdited', 'count'] as const;

/** A name that a template uses. */
export interface TemplateField {
  /** A column's header, or one of {@link OWN_FIELDS}. */
  readonly name: string;
  /** Whether it is what was in the column before: `{{before.Status}}`. */
  readonly isBefore: boolean;
  /** Whether the template goes on well without it: it has a default, or stands in a section. */
  readonly isOptional: boolean;
}

/** The names that a template uses, each once or more. */
export function templateFields(template: string | Message): TemplateField[] {
  return tagsOf(typeof template === 'string' ? { text: template } : template).flatMap(
    ({ source, problem, isInSection }) => {
      if (problem !== undefined || source === '' || source === '.') return [];
      const { field, steps } = parseTag(source);
      const isBefore = field.startsWith('before.');
      const isOptional = isInSection || steps.some(({ name }) => name === 'default' || name === 'yesno');
      return [{ name: isBefore ? field.slice('before.'.length) : field, isBefore, isOptional }];
    },
  );
}

/** The columns that a template names: all its names but our own, which a header may also have. */
export const fieldsOfTemplate = (template: string | Message): string[] =>
  templateFields(template)
    .map(({ name }) => name)
    .filter((name) => !(OWN_FIELDS as readonly string[]).includes(name));
