/** Where a template's names are looked up: the entry of the innermost section first, then what is around it. */
import type { Issue } from '../errors';
import type { Surroundings } from './formatters';
import { nearestName } from './nearest';
import { Shown } from './shown';
import { applySteps, parseTag, type Tag } from './template-tags';

/** What all scopes of one filling share. */
export interface Filling {
  readonly around: Surroundings;
  readonly issues: Issue[];
  /** Where the text stands that is being filled in. */
  path: string;
}

/** What mustache asks while it renders, and what our writer asks for a tag's text. */
export interface Lookup {
  /** The raw value of a section's name. */
  lookup(name: string): unknown;
  /** A scope inside this one. */
  push(view: unknown): Lookup;
  /** A tag's value as text, not escaped. */
  display(source: string): string;
}

/** Looks names up in data. Only own fields are data: nothing is inherited, nothing is called. */
export class Scope implements Lookup {
  constructor(
    private readonly view: unknown,
    private readonly filling: Filling,
    private readonly outer?: Scope,
  ) {}

  push(view: unknown): Scope {
    return new Scope(view, this.filling, this);
  }

  lookup(name: string): unknown {
    const found = this.find(name);
    if (found === undefined) this.tellMissing(name, true);
    return found?.value instanceof Shown ? found.value.value : found?.value;
  }

  display(source: string): string {
    const whole = this.find(source);
    const tag: Tag = whole === undefined ? parseTag(source) : { field: source, steps: [] };
    const found = whole ?? this.find(tag.field);
    const hasDefault = tag.steps.some(({ name }) => name === 'default' || name === 'yesno');
    if (found === undefined) this.tellMissing(tag.field, hasDefault);
    return applySteps(found?.value, tag, this.filling.around, (problem, expected, received) => {
      this.filling.issues.push({ path: this.filling.path, problem, expected, received });
    });
  }

  private find(name: string): { value: unknown } | undefined {
    if (name === '.') return { value: this.view };
    const own = field(this.view, name) ?? name.split('.').reduce(step, { value: this.view });
    return own ?? this.outer?.find(name);
  }

  /**
   * A name that the data does not have. A section, or a value with a default, may count on that; there only what looks
   * like a slip is told.
   */
  private tellMissing(name: string, mayBeMissing: boolean): void {
    const known = this.names();
    const meant = nearestName(name, known);
    if (mayBeMissing && meant === undefined) return;
    const expected =
      meant === undefined ? (known.length === 0 ? 'a field of the data' : known.slice(0, 12).join(', ')) : `"${meant}"`;
    this.filling.issues.push({
      path: this.filling.path,
      problem: 'has a field that the data does not have',
      expected,
      received: `"${name.slice(0, 60)}"`,
    });
  }

  private names(): string[] {
    const own =
      typeof this.view === 'object' && this.view !== null && !Array.isArray(this.view) ? Object.keys(this.view) : [];
    return [...own, ...(this.outer?.names() ?? [])];
  }
}

const step = (outer: { value: unknown } | undefined, name: string): { value: unknown } | undefined =>
  outer === undefined ? undefined : field(outer.value, name);

function field(view: unknown, name: string): { value: unknown } | undefined {
  if (typeof view !== 'object' || view === null || !Object.prototype.hasOwnProperty.call(view, name)) return undefined;
  const value = (view as Record<string, unknown>)[name];
  return { value: typeof value === 'function' ? undefined : value };
}
