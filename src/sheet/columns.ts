import { nearestName } from '../message/nearest';
import { fieldsOfTemplate, OWN_FIELDS, templateFields } from './fields';
import { columnsOf } from './condition';
import { conditionsOf, placeOf, type Condition, type Route, type Rule } from './rule';

/** Why a rule cannot be held against its sheet: it is paused until that is mended. */
export interface RuleProblem {
  /** R01: a column is gone; R02: the tab is; R05: a header stands there twice; R06: the message names no column. */
  readonly code: 'R01' | 'R02' | 'R05' | 'R06';
  /** What happened and what to do. */
  readonly text: string;
}

/** The columns of a tab by header, with those that were renamed under their old names as well. */
export class Columns {
  private readonly byHeader = new Map<string, number>();
  private readonly twice = new Set<string>();

  /**
   * @param headers - as the tab has them now
   * @param aliases - new header by old one, for headers that were renamed
   */
  constructor(
    readonly headers: readonly string[],
    readonly aliases: Readonly<Record<string, string>> = {},
  ) {
    headers.forEach((header, index) => {
      const name = normal(header);
      if (name === '') return;
      if (this.byHeader.has(name)) this.twice.add(name);
      else this.byHeader.set(name, index);
    });
  }

  /** The column of a header, from 0; undefined when there is none. */
  find(header: string): number | undefined {
    const own = this.byHeader.get(normal(header));
    if (own !== undefined) return own;
    const renamed = this.aliases[header];
    return renamed === undefined ? undefined : this.byHeader.get(normal(renamed));
  }

  /** What is wrong with a rule's columns; undefined when all are there, once each. */
  problemOf(rule: Rule): RuleProblem | undefined {
    for (const header of requiredColumns(rule)) {
      const found = this.find(header);
      if (found === undefined) return gone(header, rule, this.headers);
      if (this.twice.has(normal(this.headers[found] ?? ''))) {
        const text = `The column "${header}" stands in ${placeOf(rule)} twice. Rule "${rule.title ?? rule.id}" is paused: rename one of the two.`;
        return { code: 'R05', text };
      }
    }
    return this.templateProblemOf(rule);
  }

  private templateProblemOf(rule: Rule): RuleProblem | undefined {
    const fields = [rule.message, rule.digest?.line ?? ''].flatMap((template) => templateFields(template));
    const missing = fields.find(
      ({ name, isOptional }) => !isOptional && !isOwnField(name) && this.find(name) === undefined,
    );
    if (missing === undefined) return undefined;
    const meant = nearestName(missing.name, [...this.headers.filter((header) => header !== ''), ...OWN_FIELDS]);
    const advice = meant === undefined ? 'Take it out, or give it a default' : `Did you mean {{${meant}}}?`;
    const text = `The message of rule "${rule.title ?? rule.id}" names {{${missing.name}}}, and ${placeOf(rule)} has no such column. The rule is paused. ${advice}`;
    return { code: 'R06', text };
  }
}

const isOwnField = (name: string): boolean => (OWN_FIELDS as readonly string[]).includes(name.split('.')[0] ?? '');

function gone(header: string, rule: Rule, headers: readonly string[]): RuleProblem {
  const present = headers.filter((name) => name !== '');
  const meant = nearestName(header, present);
  const question =
    meant === undefined
      ? `The columns are: ${present.slice(0, 20).join(', ') || 'none; is the header row right?'}`
      : `Did you rename it to "${meant}", or mean that?`;
  const text = `Column "${header}" is no longer in ${placeOf(rule)}. Rule "${rule.title ?? rule.id}" is paused. ${question}`;
  return { code: 'R01', text };
}

const normal = (header: string): string => header.replace(/\s+/g, ' ').trim().toLowerCase();

/** The columns without which a rule cannot work: its conditions', its key, where it sends, its thread. */
export function requiredColumns(rule: Rule): string[] {
  const { key, to, thread, columns = [], criticalWhen = [] } = rule;
  return unique([
    ...[...conditionsOf(rule), ...criticalWhen].flatMap((condition: Condition) => columnsOf(condition)),
    ...columns,
    ...(key === undefined ? [] : [key]),
    ...(isRoute(to) ? [to.column] : []),
    ...(typeof thread === 'object' ? [thread.column] : []),
  ]);
}

/** Every column a rule looks at: those it needs, and those its texts name. */
export const lookedAt = (rule: Rule): string[] =>
  unique([...requiredColumns(rule), ...fieldsOfTemplate(rule.message), ...fieldsOfTemplate(rule.digest?.line ?? '')]);

export const isRoute = (to: Rule['to']): to is Route => typeof to === 'object' && !Array.isArray(to);

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/**
 * Finds headers that were renamed: a header that is gone, in whose place between the same neighbours stands one that was
 * not there before. Columns may move, come and go meanwhile.
 *
 * @param before - the headers as they were last seen
 * @returns new header by old one
 */
export function findRenames(before: readonly string[], after: readonly string[]): Record<string, string> {
  const renames: Record<string, string> = {};
  const isKept = (header: string, others: readonly string[]): boolean =>
    others.some((other) => normal(other) === normal(header));
  const lost = before.filter((header) => header !== '' && !isKept(header, after));
  const come = after.filter((header) => header !== '' && !isKept(header, before));
  for (const header of lost) {
    const at = before.indexOf(header);
    const name = come.find((candidate) => {
      const position = after.indexOf(candidate);
      return (
        normal(before[at - 1] ?? '') === normal(after[position - 1] ?? '') &&
        normal(before[at + 1] ?? '') === normal(after[position + 1] ?? '')
      );
    });
    if (name !== undefined) renames[header] = name;
  }
  // Neighbours that were renamed at once can stand in for each other only by their place.
  const sameShape = before.length === after.length && lost.length === come.length;
  for (const header of lost) {
    const name = after[before.indexOf(header)];
    if (renames[header] === undefined && sameShape && name !== undefined && come.includes(name)) renames[header] = name;
  }
  return renames;
}
