import type { SendOptions } from '../delivery/types';
import type { Message } from '../message/types';

/** What a cell is compared with: a value, or another cell of the row: `{ column: 'Limit' }`. */
export type Operand = string | number | boolean | { readonly column: string };

/**
 * One test of one column: the column and exactly one of the tests. Texts compare without case and without spaces around
 * them; a moment is "2026-12-01", "today + 3 days", "now - 2 hours" and the like.
 */
export interface Condition {
  /** The column's header: "Status". */
  readonly column: string;
  readonly is?: Operand;
  readonly isNot?: Operand;
  readonly contains?: string;
  readonly doesNotContain?: string;
  readonly startsWith?: string;
  /** A regular expression, without case: "^late|overdue$". It sees the first 5,000 characters. */
  readonly matches?: string;
  readonly isOneOf?: readonly (string | number | boolean)[];
  readonly isNotOneOf?: readonly (string | number | boolean)[];
  /** true: nothing is in it, or spaces only; false: something is. */
  readonly isEmpty?: boolean;
  /** More than a number, or later than a moment. */
  readonly above?: Operand;
  readonly atLeast?: Operand;
  /** Less than a number, or earlier than a moment. */
  readonly below?: Operand;
  readonly atMost?: Operand;
  /** A date before this moment; before a day means before it begins. */
  readonly before?: string | { readonly column: string };
  /** A date after this moment; after a day means after it ends. */
  readonly after?: string | { readonly column: string };
  /** true: it is different from what it was. */
  readonly changes?: boolean;
  /** It became this, and was something else before. */
  readonly changesTo?: Operand;
  /** It was this, and is something else now. */
  readonly changesFrom?: Operand;
  /** From one to another: `{ from: 'Open', to: 'Late' }`. */
  readonly changesFromTo?: { readonly from: Operand; readonly to: Operand };
  /** It grew by at least this. */
  readonly increasesBy?: number;
  /** It fell by at least this. */
  readonly decreasesBy?: number;
  /**
   * The test has held for so many minutes without a break, 1 to 525,600; not for tests of a change. Counted from when it was
   * first seen to hold.
   */
  readonly forMinutes?: number;
}

/** Where a rule's messages go, by a column's value. */
export interface Route {
  readonly column: string;
  /** Webhooks by value: `{ Sales: 'sales', Ops: ['ops', 'oncall'] }`. */
  readonly routes: Readonly<Record<string, string | readonly string[]>>;
  /** For every other value. @default no message, which is logged */
  readonly otherwise?: string | readonly string[];
}

/** Rows collected into one message. At least one of `everyMinutes`, `cron` and `count`. */
export interface Digest {
  /** So many minutes after the first row came in, 1 to 10,080. */
  readonly everyMinutes?: number;
  /** When this cron line says, if there is anything: "0 9 * * 1-5". */
  readonly cron?: string;
  /** As soon as there are so many, 2 to 1,000. */
  readonly count?: number;
  /** The first line, a template with `count` and `rule`. @default '*{{rule}}*: {{count | plural "row" "rows"}}' */
  readonly title?: string;
  /** One row's line, a template like the rule's message. @default the message's text, or its summary */
  readonly line?: string;
}

/** When something happens to a row of a sheet, say something to somebody. */
export interface Rule {
  /** Its name: 1 to 64 letters, digits, dots, hyphens, underscores. */
  readonly id: string;
  /** What people call it. @default the id */
  readonly title?: string;
  /** The tab, by name: "Orders". Either this or `form`. */
  readonly tab?: string;
  /** A form whose own trigger tells of submissions, by id; for `submitted`. Its questions are the columns. */
  readonly form?: string;
  /** Another spreadsheet than the one the script belongs to, by id. */
  readonly spreadsheetId?: string;
  /** Which row has the headers, 1 to 100. @default 1 */
  readonly headerRow?: number;
  /** The column whose value names a row: "Order ID". Without it rows are told apart by what is in them. */
  readonly key?: string;
  /**
   * What happens to the row: someone edits it; it is new; a form fills it in; or it is found, on a timer, to be so.
   */
  readonly when: 'edited' | 'added' | 'submitted' | 'found';
  /** Only changes in these columns count; for `edited`. @default every column that the rule looks at */
  readonly columns?: readonly string[];
  /** All of these hold. */
  readonly all?: readonly Condition[];
  /** At least one of these holds. */
  readonly any?: readonly Condition[];
  /**
   * Once per row, until it stops matching. False: every time. @default true, but false for `submitted`, and for `edited`
   * without conditions or with one about a change, which is over as soon as it is told
   */
  readonly once?: boolean;
  /** Which submissions of a form: `new` ones, `edited` ones, or all; for `submitted`. @default 'all' */
  readonly responses?: 'new' | 'edited' | 'all';
  /**
   * How often the tab is looked at for what no trigger reports: other scripts, the API, imports, results of formulas; 1 to
   * 1,440. @default 5 for `found`, 30 for others
   */
  readonly everyMinutes?: number;
  /** After a message about a row, none about the same row for so long, 1 to 43,200. @default 0 */
  readonly cooldownMinutes?: number;
  /** Rows that are found when the rule is new: told, or taken as known; for `found`. @default 'report' */
  readonly existing?: 'report' | 'skip';
  /** Webhooks by name, or by a column's value. */
  readonly to: string | readonly string[] | Route;
  /** A template over the row's columns: "Order {{Order ID}} is late"; or a message whose strings are templates. */
  readonly message: string | Message;
  /** Which messages share a thread: those of a row, a day, the rule, a column's value, or none. @default 'row' */
  readonly thread?: 'row' | 'day' | 'rule' | 'none' | { readonly column: string };
  /** Rows are collected and sent together. @default one message for each row */
  readonly digest?: Digest;
  /** More rows than this at once make one message instead of one each; 0 never. @default 20 */
  readonly digestAbove?: number;
  /** Rows for which all of these hold are critical: never collected, and sent before others. */
  readonly criticalWhen?: readonly Condition[];
  /** @default 'normal' */
  readonly priority?: NonNullable<SendOptions['priority']>;
  /** What becomes of a message above Chat's limits. @default 'cut' */
  readonly whenTooLong?: NonNullable<SendOptions['whenTooLong']>;
  /** After this many minutes an undelivered message is given up, 1 to 43,200. @default 72 hours */
  readonly expiresAfterMinutes?: number;
  /** The language of dates and numbers, a BCP 47 tag. @default 'en' */
  readonly locale?: string;
  /** A column that says what became of the row's message: "Notified". Nothing is written without it. */
  readonly statusColumn?: string;
  /** A column whose cells get that as a note instead. */
  readonly statusNote?: string;
  /** A tab that gets a line for each message: "Log". */
  readonly logTab?: string;
  /** @default false */
  readonly paused?: boolean;
}

/** The names of {@link Condition}'s tests. */
export const TESTS = [
  'is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'matches', 'isOneOf', 'isNotOneOf', 'isEmpty', 'above',
  'atLeast', 'below', 'atMost', 'before', 'after', 'changes', 'changesTo', 'changesFrom', 'changesFromTo',
  'increasesBy', 'decreasesBy',
] as const; // prettier-ignore

export type Test = (typeof TESTS)[number];

/** The test of a condition; undefined when it has none. */
export const testOf = (condition: Condition): Test | undefined => TESTS.find((test) => condition[test] !== undefined);

/** Whether a test is about a change and not about a state. */
export const isChange = (test: Test | undefined): boolean =>
  test !== undefined && /^(?:changes|increases|decreases)/.test(test);

/** All conditions of a rule, those of `criticalWhen` apart. */
export const conditionsOf = ({ all = [], any = [] }: Rule): readonly Condition[] => [...all, ...any];

/** Whether a rule has a condition about a change. */
export const hasChange = (rule: Rule): boolean => conditionsOf(rule).some((condition) => isChange(testOf(condition)));

/** Whether a rule tells of a row once, until it stops matching. */
export function isOnce(rule: Rule): boolean {
  if (rule.once !== undefined) return rule.once;
  if (rule.when === 'edited') return conditionsOf(rule).length > 0 && !hasChange(rule);
  return rule.when !== 'submitted';
}

/** How often a rule's tab is looked at when it says nothing, minutes. */
export const LOOK_MINUTES = { found: 5, other: 30 } as const;

export const lookMinutes = ({ when, everyMinutes }: Rule): number =>
  everyMinutes ?? (when === 'found' ? LOOK_MINUTES.found : LOOK_MINUTES.other);

/** More rows than this at once make one message. */
export const DIGEST_ABOVE = 20;

/** Where a rule looks, in words. */
export const placeOf = ({ tab }: Rule): string => tab ?? 'the form';
