/** What stands between `{{` and `}}`: a field's name, and what is done to its value. */
import { nearestName } from './nearest';
import { displayText, FORMATTERS, isBlankValue, type Surroundings } from './formatters';
import { own } from './own';
import { Shown } from './shown';
import { either, show } from './wording';

/** One step of a tag: `currency EUR 2`. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

/** A tag, taken apart. */
export interface Tag {
  readonly field: string;
  readonly steps: readonly Step[];
}

/** Takes apart "Amount | currency EUR | default '-'". */
export function parseTag(source: string): Tag {
  const [field = '', ...steps] = outsideQuotes(source, '|');
  return { field: field.trim(), steps: steps.map(parseStep) };
}

function parseStep(source: string): Step {
  const [name = '', ...args] = outsideQuotes(source.trim().replace(/\s+/g, ' '), ' ').filter((word) => word !== '');
  return { name, args: args.map((arg) => arg.replace(/^(["'])(.*)\1$/, '$2')) };
}

/** The parts between separators that are in no quotation marks. */
function outsideQuotes(source: string, separator: string): string[] {
  const parts = [''];
  let quote = '';
  for (const character of source) {
    if (character === separator && quote === '') parts.push('');
    else parts[parts.length - 1] += character;
    if (quote === character) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  return parts;
}

/** Where a tag's problems are told. */
export type Tell = (problem: string, expected: string, received: string) => void;

/** A value through the steps of its tag, as text; what does not fit is told, and the value shown as it is. */
export function applySteps(value: unknown, { field, steps }: Tag, around: Surroundings, tell: Tell): string {
  let current = value;
  for (const { name, args } of steps) {
    const formatter = own(FORMATTERS, name);
    if (formatter === undefined) {
      tellUnknownFormatter(name, tell);
      continue;
    }
    const input = !(current instanceof Shown) ? current : formatter.takesText === true ? current.text : current.value;
    if (isBlankValue(input) && formatter.takesBlank !== true) continue;
    const formatted = formatter.format(input, args, around);
    if (formatted === undefined)
      tell(`cannot show "${field}" by "${[name, ...args].join(' ')}"`, formatter.wants, show(input));
    else if (formatted !== input) current = formatted;
  }
  const text = current instanceof Shown ? current.text : displayText(current, around);
  if (text === undefined) tell(`cannot show "${field}"`, 'a text, a number, a date or a list of them', show(current));
  return text ?? '';
}

/** Tells the steps that do not exist. */
export function checkSteps({ steps }: Tag, tell: Tell): void {
  for (const { name } of steps) if (own(FORMATTERS, name) === undefined) tellUnknownFormatter(name, tell);
}

function tellUnknownFormatter(name: string, tell: Tell): void {
  const known = Object.keys(FORMATTERS);
  const meant = nearestName(name, known);
  tell(`has no formatter "${name}"`, meant === undefined ? either(known) : `"${meant}"`, `"${name}"`);
}
