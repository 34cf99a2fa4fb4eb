import type { Issue } from '../errors';
import { checkMessage } from './check';
import { intlZoneOffset, type ZoneOffset } from './dates';
import type { Surroundings } from './formatters';
import { nearestName } from './nearest';
import { sampleMessage, tagsOf } from './template-sample';
import { checkSteps, parseTag } from './template-tags';
import { Filler } from './template-fill';
import type { Message } from './types';

/** What a template is filled in with besides the data. */
export interface RenderOptions {
  /** Now, epoch milliseconds: what relative times count from. */
  readonly now: number;
  /** The zone that dates are shown in, an IANA name: "Europe/Paris". */
  readonly timeZone: string;
  /** The language of dates and numbers, a BCP 47 tag: "en-GB". @default 'en' */
  readonly locale?: string;
  /** Where `Intl` does not know the zones: how far a zone's clocks are ahead of UTC. @default by Intl */
  readonly zoneOffset?: ZoneOffset;
}

/** A filled-in template. */
export interface RenderedMessage {
  readonly message: Message;
  /** What could not be filled in as meant: missing fields, values that do not fit their formatter. */
  readonly issues: Issue[];
}

/**
 * Fills in a template: a text, or a message whose strings are templates.
 *
 * `{{Order}}` is the field of that name, made harmless for the place it stands in; `{{{Order}}}` leaves it as it is;
 * `{{Amount | currency EUR}}` shows it by a formatter; `{{#Rows}}…{{/Rows}}` repeats a text for each entry of a list;
 * and in a message, `{ '{{#Rows}}': widget }` repeats an entry of a list. A widget that the data leaves empty is left
 * out. Nothing is called and nothing inherited is read: data is only data.
 *
 * @param template - `"Order {{Order}} is late"`, or a message with such strings anywhere in it
 * @param data - the fields by name: `{ Order: 1042, Due: new Date() }`
 */
export function renderMessage(template: string | Message, data: object, options: RenderOptions): RenderedMessage {
  const filler = new Filler(surroundings(options));
  const message = filler.message(typeof template === 'string' ? { text: template } : template, data);
  return { message: message as Message, issues: filler.issues };
}

/**
 * Fills in a template of plain text, where nothing is made harmless: a thread's key, an id, a subject.
 *
 * @example renderText('order-{{Order}}', { Order: 1042 }, options) // { text: 'order-1042', issues: [] }
 */
export function renderText(template: string, data: object, options: RenderOptions): { text: string; issues: Issue[] } {
  const filler = new Filler(surroundings(options));
  return { text: filler.text(template, data, 'plain', ''), issues: filler.issues };
}

/**
 * Checks a template before there is data: broken tags, formatters that do not exist, fields that the data will not
 * have, and whether the message it makes is one that Chat takes.
 *
 * @param fields - the names that the data will have; without them names are not checked
 */
export function checkTemplate(template: string | Message, fields?: readonly string[]): Issue[] {
  const whole = typeof template === 'string' ? { text: template } : template;
  const issues: Issue[] = [];
  for (const { path, source, problem, isInSection } of tagsOf(whole)) {
    const tell = (what: string, expected: string, received: string): void => {
      issues.push({ path, problem: what, expected, received });
    };
    if (problem !== undefined) {
      tell('has a broken tag', 'every {{ closed by }}, and every {{#section}} ended by {{/section}}', problem);
      continue;
    }
    const tag = fields?.includes(source) === true ? { field: source, steps: [] } : parseTag(source);
    checkSteps(tag, tell);
    const first = tag.field.split('.')[0] ?? '';
    if (fields === undefined || isInSection || [tag.field, first, '.'].some((name) => fields.includes(name))) continue;
    const meant = nearestName(tag.field, fields);
    const expected = meant === undefined ? fields.slice(0, 12).join(', ') : `"${meant}"`;
    tell('has a field that the data does not have', expected, `"${tag.field}"`);
  }
  return issues.length > 0 ? issues : checkMessage(sampleMessage(whole)).errors;
}

function surroundings({ now, timeZone, locale = 'en', zoneOffset = intlZoneOffset }: RenderOptions): Surroundings {
  return { now, timeZone, locale, zoneOffset };
}
