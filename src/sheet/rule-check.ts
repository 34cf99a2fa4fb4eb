import * as v from 'valibot';
import type { Issue } from '../errors';
import { lazily } from '../lazily';
import { checkTemplate } from '../message/template';
import { checkCron } from '../schedule/cron';
import {
  checkLocale,
  checkShape,
  idSchema,
  oneOf,
  textSchema,
  toSchema,
  wholeNumber,
  type CheckContext,
  type ConfigurationPart,
} from '../schedule/entry';
import { numberIn } from './cell';
import { ruleWords } from './condition-words';
import { isMoment } from './moment';
import { conditionsOf, hasChange, isChange, TESTS, testOf, type Condition, type Rule } from './rule';
import { MAX_TABS } from './memory';
import { watchedTabs } from './watched';

const columnSchema = lazily(() => textSchema(200));

const otherColumn = lazily(() => v.strictObject({ column: columnSchema() }));

const operand = lazily(() =>
  v.union(
    [v.string(), v.number(), v.boolean(), otherColumn()],
    'a text, a number, true, false, or { column: "Limit" }',
  ),
);

const values = lazily(() =>
  v.pipe(
    v.array(v.union([v.string(), v.number(), v.boolean()]), 'a list of values such as ["Late", "Overdue"]'),
    v.nonEmpty('at least one value'),
  ),
);

const SIZE = 'a number, a moment such as "today + 3 days", or { column: "Limit" }';

const sized = lazily(() =>
  v.union(
    [
      v.pipe(
        v.string(),
        v.check((text) => numberIn(text) !== undefined || isMoment(text), SIZE),
      ),
      v.number(),
      otherColumn(),
    ],
    SIZE,
  ),
);

const MOMENT = 'a moment such as "2026-12-01", "today + 3 days" or "now - 2 hours", or { column: "Due" }';

const momentSchema = lazily(() => v.union([v.pipe(v.string(), v.check(isMoment, MOMENT)), otherColumn()], MOMENT));

const amount = lazily(() =>
  v.pipe(
    v.number('a number'),
    v.check((number) => number > 0, 'a number above 0'),
  ),
);

const conditionSchema = lazily(() =>
  v.strictObject(
    {
      column: columnSchema(),
      is: v.optional(operand()),
      isNot: v.optional(operand()),
      contains: v.optional(textSchema(1_000)),
      doesNotContain: v.optional(textSchema(1_000)),
      startsWith: v.optional(textSchema(1_000)),
      matches: v.optional(textSchema(1_000)),
      isOneOf: v.optional(values()),
      isNotOneOf: v.optional(values()),
      isEmpty: v.optional(v.boolean('true or false')),
      above: v.optional(sized()),
      atLeast: v.optional(sized()),
      below: v.optional(sized()),
      atMost: v.optional(sized()),
      before: v.optional(momentSchema()),
      after: v.optional(momentSchema()),
      changes: v.optional(v.boolean('true or false')),
      changesTo: v.optional(operand()),
      changesFrom: v.optional(operand()),
      changesFromTo: v.optional(v.strictObject({ from: operand(), to: operand() })),
      increasesBy: v.optional(amount()),
      decreasesBy: v.optional(amount()),
      forMinutes: v.optional(wholeNumber(1, 525_600)),
    },
    'a condition such as { column: "Status", is: "Late" }',
  ),
);

const conditions = lazily(() =>
  v.pipe(v.array(conditionSchema(), 'a list of conditions'), v.maxLength(50, 'at most 50 conditions')),
);

const routeSchema = lazily(() =>
  v.strictObject({
    column: columnSchema(),
    routes: v.record(v.string(), toSchema()),
    otherwise: v.optional(toSchema()),
  }),
);

const template = lazily(() =>
  v.union(
    [textSchema(30_000), v.record(v.string(), v.unknown())],
    'a template text, or a message such as { text: "Order {{Order}} is late" }',
  ),
);

const ruleSchema = lazily(() =>
  v.strictObject(
    {
      id: idSchema(),
      title: v.optional(textSchema(100)),
      tab: v.optional(textSchema(100)),
      form: v.optional(textSchema(200)),
      spreadsheetId: v.optional(textSchema(200)),
      headerRow: v.optional(wholeNumber(1, 100)),
      key: v.optional(columnSchema()),
      when: oneOf(['edited', 'added', 'submitted', 'found']),
      columns: v.optional(v.pipe(v.array(columnSchema(), 'a list of columns'), v.nonEmpty('at least one column'))),
      all: v.optional(conditions()),
      any: v.optional(conditions()),
      once: v.optional(v.boolean('true or false')),
      responses: v.optional(oneOf(['new', 'edited', 'all'])),
      everyMinutes: v.optional(wholeNumber(1, 1_440)),
      cooldownMinutes: v.optional(wholeNumber(1, 43_200)),
      existing: v.optional(oneOf(['report', 'skip'])),
      to: v.union(
        [toSchema(), routeSchema()],
        'the name of a webhook, a list of names, or { column: "Team", routes: { Sales: "sales" } }',
      ),
      message: template(),
      thread: v.optional(
        v.union(
          [oneOf(['row', 'day', 'rule', 'none']), otherColumn()],
          '"row", "day", "rule", "none" or { column: "Order ID" }',
        ),
      ),
      digest: v.optional(
        v.strictObject({
          everyMinutes: v.optional(wholeNumber(1, 10_080)),
          cron: v.optional(v.string('a cron line such as "0 9 * * 1-5"')),
          count: v.optional(wholeNumber(2, 1_000)),
          title: v.optional(textSchema(1_000)),
          line: v.optional(textSchema(1_000)),
        }),
      ),
      digestAbove: v.optional(wholeNumber(0, 1_000)),
      criticalWhen: v.optional(conditions()),
      priority: v.optional(oneOf(['critical', 'normal', 'low'])),
      whenTooLong: v.optional(oneOf(['refuse', 'cut', 'split'])),
      expiresAfterMinutes: v.optional(wholeNumber(1, 43_200)),
      locale: v.optional(v.string('a language such as "de-DE"')),
      statusColumn: v.optional(columnSchema()),
      statusNote: v.optional(columnSchema()),
      logTab: v.optional(textSchema(100)),
      paused: v.optional(v.boolean('true or false')),
    },
    'a rule such as { id: "late", tab: "Orders", when: "edited", all: [{ column: "Status", changesTo: "Late" }], to: "ops", message: "Order {{Order}} is late" }',
  ),
);

/** What rules must be. */
export const rulePart: ConfigurationPart<Rule> = {
  kind: 'rules',
  idField: 'id',
  check(entry, context) {
    const issues = checkShape(ruleSchema(), entry);
    return issues.length > 0 ? issues : checkMeaning(entry as Rule, context);
  },
  describe: (rule) => ruleWords(rule),
};

function checkMeaning(rule: Rule, context: CheckContext): Issue[] {
  return [
    ...checkPlace(rule),
    ...checkConditions('all', rule.all),
    ...checkConditions('any', rule.any),
    ...checkConditions('criticalWhen', rule.criticalWhen),
    ...checkFit(rule),
    ...checkDigest(rule),
    ...checkTexts(rule),
    ...checkNeighbours(rule, context),
  ];
}

const issue = (path: string, problem: string, expected: string, received: string): Issue => ({
  path,
  problem,
  expected,
  received,
});

function checkPlace({ tab, form, when, spreadsheetId }: Rule): Issue[] {
  if (tab === undefined && form === undefined)
    return [issue('tab', 'is missing', 'the name of a tab such as "Orders", or a form\'s id in form', 'nothing')];
  if (form === undefined) return [];
  if (tab !== undefined) return [issue('form', 'stands beside tab', 'one of the two', 'both')];
  if (spreadsheetId !== undefined) return [issue('spreadsheetId', 'stands beside form', 'one of the two', 'both')];
  return when === 'submitted' ? [] : [issue('when', 'does not happen in a form', '"submitted"', `"${when}"`)];
}

function checkConditions(path: 'all' | 'any' | 'criticalWhen', list: readonly Condition[] = []): Issue[] {
  return list.flatMap((condition, index) => {
    const at = `${path}[${index}]`;
    const given = TESTS.filter((test) => condition[test] !== undefined);
    if (given.length !== 1) {
      const received = given.length === 0 ? 'none' : given.join(' and ');
      return [
        issue(
          at,
          given.length === 0 ? 'has no test' : 'has more than one test',
          `exactly one of ${TESTS.join(', ')}`,
          received,
        ),
      ];
    }
    const test = testOf(condition);
    const issues: Issue[] = [];
    if (condition.forMinutes !== undefined && isChange(test)) {
      issues.push(
        issue(
          `${at}.forMinutes`,
          'does not go with a test of a change',
          'a test of a state, such as is or below',
          String(test),
        ),
      );
    }
    const pattern = condition.matches === undefined ? undefined : patternProblem(condition.matches);
    if (pattern !== undefined)
      issues.push(issue(`${at}.matches`, 'is no regular expression', pattern, JSON.stringify(condition.matches)));
    return issues;
  });
}

function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'i');
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: /, 'one without this: ');
  }
}

/** Options that have an effect with some kinds of rule only. */
function checkFit(rule: Rule): Issue[] {
  const {
    when,
    columns,
    responses,
    existing,
    once,
    statusColumn,
    statusNote,
    cooldownMinutes,
    form,
    key,
    everyMinutes,
    logTab,
  } = rule;
  const issues: Issue[] = [];
  const only = (field: string, value: unknown, kind: string): void => {
    if (value !== undefined && when !== kind)
      issues.push(issue(field, 'has no effect', `when: "${kind}" beside it`, `when: "${when}"`));
  };
  only('columns', columns, 'edited');
  only('responses', responses, 'submitted');
  only('existing', existing, 'found');
  if (when === 'found' && hasChange(rule)) {
    issues.push(
      issue(
        'when',
        'finds states, and a condition is about a change',
        '"edited", with everyMinutes when no trigger reports the change',
        '"found"',
      ),
    );
  }
  if (when === 'found' && conditionsOf(rule).length === 0) {
    issues.push(
      issue(
        'all',
        'is missing',
        'what rows are to be found by, such as [{ column: "Due", before: "today" }]',
        'nothing',
      ),
    );
  }
  if (once === true && hasChange(rule)) {
    issues.push(
      issue(
        'once',
        'has no effect beside a condition about a change, which is over at once',
        'cooldownMinutes, to tell of it less often',
        'true',
      ),
    );
  }
  if (statusColumn !== undefined && statusNote !== undefined)
    issues.push(issue('statusNote', 'stands beside statusColumn', 'one of the two', 'both'));
  const ofTab = { statusColumn, statusNote, logTab, key, everyMinutes, cooldownMinutes };
  for (const [field, value] of Object.entries(ofTab)) {
    if (form !== undefined && value !== undefined)
      issues.push(issue(field, 'has no effect on a form', 'a rule on the tab that keeps its answers', show(value)));
  }
  return issues;
}

const show = (value: string | number): string => (typeof value === 'string' ? `"${value}"` : String(value));

function checkDigest({ digest, form }: Rule): Issue[] {
  if (digest === undefined) return [];
  const { everyMinutes, cron, count } = digest;
  if (form !== undefined)
    return [issue('digest', 'is not there for a form', 'a rule on the tab that keeps its answers', 'a digest')];
  if (everyMinutes === undefined && cron === undefined && count === undefined) {
    return [issue('digest', 'never ends', 'everyMinutes, cron or count', 'none of them')];
  }
  const wrong = cron === undefined ? undefined : checkCron(cron);
  return wrong === undefined ? [] : [{ ...wrong, path: 'digest.cron' }];
}

function checkTexts({ message, digest, locale }: Rule): Issue[] {
  const at = (path: string, issues: readonly Issue[]): Issue[] =>
    issues.map((one) => ({ ...one, path: one.path === '' ? path : `${path}.${one.path}` }));
  const issues = at('message', checkTemplate(message));
  if (digest?.line !== undefined) issues.push(...at('digest.line', checkTemplate(digest.line)));
  if (digest?.title !== undefined) issues.push(...at('digest.title', checkTemplate(digest.title)));
  issues.push(...checkLocale(locale));
  return issues;
}

/** Rules of one tab must agree on where its headers are and what names a row. */
function checkNeighbours(rule: Rule, context: CheckContext): Issue[] {
  const others = Object.values(context.entries.rules ?? {})
    .filter(isRuleLike)
    .filter((other) => other.id !== rule.id);
  const tabs = watchedTabs([rule, ...others]);
  const own = tabs.find(({ rules }) => rules.includes(rule));
  if (own === undefined) return [];
  const issues: Issue[] = [];
  for (const other of own.rules) {
    if (other === rule) continue;
    const headerRow = other.headerRow ?? 1;
    if (headerRow !== (rule.headerRow ?? 1)) {
      issues.push(
        issue(
          'headerRow',
          `is another one than that of rule "${other.id}" on the same tab`,
          String(headerRow),
          String(rule.headerRow ?? 1),
        ),
      );
    }
    if (rule.key !== undefined && other.key !== undefined && other.key !== rule.key) {
      issues.push(
        issue(
          'key',
          `is another one than that of rule "${other.id}" on the same tab`,
          `"${other.key}"`,
          `"${rule.key}"`,
        ),
      );
    }
  }
  if (context.isNew && tabs.length > MAX_TABS) {
    issues.push(issue('tab', 'is one tab too many', `at most ${MAX_TABS} tabs that rules watch`, String(tabs.length)));
  }
  return issues.slice(0, 1);
}

const isRuleLike = (entry: unknown): entry is Rule =>
  typeof entry === 'object' &&
  entry !== null &&
  typeof (entry as Rule).id === 'string' &&
  typeof (entry as Rule).tab === 'string';
