import * as v from 'valibot';
import type { Issue } from '../errors';
import { lazily } from '../lazily';
import { nearestName } from '../message/nearest';
import { checkTemplate } from '../message/template';
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
import { SOURCE_KINDS, type Source } from './source';

const sourceSchema = lazily(() =>
  v.strictObject(
    {
      id: idSchema(),
      kind: oneOf(SOURCE_KINDS),
      to: v.optional(toSchema()),
      message: v.optional(
        v.union(
          [textSchema(30_000), v.record(v.string(), v.unknown())],
          'a template text, or a message such as { text: "{{title}}" }',
        ),
      ),
      title: v.optional(textSchema(1_000)),
      thread: v.optional(textSchema(1_000)),
      only: v.optional(
        v.pipe(v.array(oneOf(['firing', 'resolved', 'info']), 'a list of states'), v.nonEmpty('at least one state')),
      ),
      monitor: v.optional(textSchema(64)),
      perMinute: v.optional(wholeNumber(1, 600)),
      repeatMinutes: v.optional(wholeNumber(0, 1_440)),
      priority: v.optional(oneOf(['critical', 'normal', 'low'])),
      locale: v.optional(v.string('a language such as "de-DE"')),
      paused: v.optional(v.boolean('true or false')),
    },
    'a source such as { id: "alerts", kind: "alertmanager", to: "ops" }',
  ),
);

/** What relay sources must be. Their secrets are no part of them: they are script properties. */
export const sourcePart: ConfigurationPart<Source> = {
  kind: 'sources',
  idField: 'id',
  check(entry, context) {
    const issues = checkShape(sourceSchema(), entry);
    return issues.length > 0 ? issues : checkMeaning(entry as Source, context);
  },
  describe: ({ kind, to, monitor, id }) =>
    kind === 'ping'
      ? `A ping to its address keeps the monitor "${monitor ?? id}" content.`
      : `What ${kind === 'generic' || kind === 'signed' ? 'is posted' : `${kind} posts`} to its address is told to ${([] as string[]).concat(to ?? []).join(' and ')}.`,
};

function checkMeaning(source: Source, context: CheckContext): Issue[] {
  const { kind, to, message, title, monitor, id } = source;
  const issues: Issue[] = [];
  const isPing = kind === 'ping';
  if (to === undefined && !isPing) {
    issues.push({
      path: 'to',
      problem: 'is missing',
      expected: 'the name of a webhook, or a list of names',
      received: 'nothing',
    });
  }
  if (kind === 'generic' && message === undefined && title === undefined) {
    const expected = 'a template such as "{{body.check}} is {{body.state}}", or one for the title';
    issues.push({ path: 'message', problem: 'is missing', expected, received: 'nothing' });
  }
  for (const field of ['to', 'message', 'title', 'thread', 'only', 'repeatMinutes', 'priority', 'locale'] as const) {
    if (isPing && source[field] !== undefined) {
      const expected = "nothing here: what a ping means is its monitor's";
      issues.push({
        path: field,
        problem: 'has no effect on a ping',
        expected,
        received: JSON.stringify(source[field]),
      });
    }
  }
  if (!isPing && monitor !== undefined) {
    issues.push({
      path: 'monitor',
      problem: 'has no effect',
      expected: 'kind: "ping" beside it',
      received: `"${kind}"`,
    });
  }
  if (isPing) issues.push(...checkMonitor(monitor ?? id, context));
  return [...issues, ...checkTexts(source)];
}

function checkMonitor(name: string, { entries }: CheckContext): Issue[] {
  const monitors = entries.monitors ?? {};
  const monitor = monitors[name] as { heartbeat?: unknown } | undefined;
  if (monitor?.heartbeat !== undefined) return [];
  const heartbeats = Object.keys(monitors).filter(
    (id) => (monitors[id] as { heartbeat?: unknown }).heartbeat !== undefined,
  );
  const meant = nearestName(name, heartbeats);
  const expected = meant === undefined ? 'the id of a monitor with a heartbeat' : `"${meant}"`;
  return [
    {
      path: 'monitor',
      problem: monitor === undefined ? 'does not exist' : 'has no heartbeat',
      expected,
      received: `"${name}"`,
    },
  ];
}

function checkTexts({ message, title, thread, locale }: Source): Issue[] {
  const at = (path: string, issues: readonly Issue[]): Issue[] =>
    issues.map((issue) => ({ ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` }));
  const issues = Object.entries({ message, title, thread }).flatMap(([path, template]) =>
    template === undefined ? [] : at(path, checkTemplate(template)),
  );
  issues.push(...checkLocale(locale));
  return issues;
}
