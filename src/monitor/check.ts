import * as v from 'valibot';
import type { Issue } from '../errors';
import { lazily } from '../lazily';
import type { Message } from '../message/types';
import { redact } from '../redact';
import { checkTemplateMessage } from '../schedule/check';
import { checkTimeZone } from '../schedule/check-zone';
import { checkCron } from '../schedule/cron';
import {
  checkShape,
  idSchema,
  MASK,
  oneOf,
  textSchema,
  toSchema,
  wholeNumber,
  type ConfigurationPart,
} from '../schedule/entry';
import { zoneSchema } from '../schedule/shape';
import { cronInWords } from '../schedule/words';
import { checkWindows, windowsInWords, windowsSchema } from '../schedule/window';
import { checkAddress } from './address';
import { readJsonPath } from './expectation';
import { nameOf, type Monitor } from './monitor';

const STATUS_RULE = 'a status such as 200, or "2xx"';
const status = lazily(() => v.union([wholeNumber(100, 599), oneOf(['1xx', '2xx', '3xx', '4xx', '5xx'])], STATUS_RULE));

const JSON_RULE = 'a value such as { path: "status", equals: "ok" }';
const json = lazily(() =>
  v.strictObject(
    {
      path: v.pipe(
        v.string('a path such as "checks[0].healthy"'),
        v.check((path) => readJsonPath(path) !== undefined, 'a path such as "checks[0].healthy"'),
      ),
      equals: v.union([v.string(), v.number(), v.boolean(), v.null()], 'a text, a number, true, false or null'),
    },
    JSON_RULE,
  ),
);

const template = lazily(() =>
  v.union(
    [textSchema(30_000), v.record(v.string(), v.unknown())],
    'a template text, or a message such as { text: "Down!" }',
  ),
);

const monitorSchema = lazily(() =>
  v.strictObject(
    {
      id: idSchema(),
      name: v.optional(textSchema(100)),
      url: v.optional(v.string('an address such as "https://example.com/health"')),
      heartbeat: v.optional(
        v.strictObject(
          {
            everyMinutes: v.optional(wholeNumber(1, 43_200)),
            cron: v.optional(v.string('a cron line such as "0 2 * * *"')),
            graceMinutes: v.optional(wholeNumber(0, 10_080)),
          },
          'a heartbeat such as { everyMinutes: 60 }',
        ),
      ),
      everyMinutes: v.optional(wholeNumber(1, 1_440)),
      to: toSchema(),
      method: v.optional(oneOf(['get', 'post', 'put', 'patch', 'delete'])),
      headers: v.optional(v.record(v.string(), v.string('a text'), 'headers such as { Accept: "application/json" }')),
      body: v.optional(v.string('a text')),
      expectStatus: v.optional(
        v.union([status(), v.pipe(v.array(status()), v.nonEmpty())], `${STATUS_RULE}, or a list of them`),
      ),
      expectText: v.optional(textSchema(1_000)),
      expectJson: v.optional(
        v.union([json(), v.pipe(v.array(json()), v.nonEmpty())], `${JSON_RULE}, or a list of them`),
      ),
      maxLatencyMs: v.optional(wholeNumber(1, 60_000)),
      timeoutSeconds: v.optional(wholeNumber(1, 60)),
      validateHttpsCertificates: v.optional(v.boolean('true or false')),
      followRedirects: v.optional(v.boolean('true or false')),
      failuresBeforeDown: v.optional(wholeNumber(1, 20)),
      successesBeforeUp: v.optional(wholeNumber(1, 20)),
      remindAfterMinutes: v.optional(wholeNumber(0, 1_440)),
      flapsBeforeSilence: v.optional(wholeNumber(0, 20)),
      maintenance: v.optional(windowsSchema()),
      timeZone: v.optional(zoneSchema()),
      priority: v.optional(oneOf(['critical', 'normal', 'low'])),
      messages: v.optional(
        v.strictObject(
          { down: v.optional(template()), stillDown: v.optional(template()), recovered: v.optional(template()) },
          'messages such as { down: "{{name}} is down: {{reason}}" }',
        ),
      ),
      paused: v.optional(v.boolean('true or false')),
    },
    'a monitor such as { id: "shop", url: "https://example.com/health", to: "ops" }',
  ),
);

/** Fields that mean something only where an address is checked. */
const URL_FIELDS = [
  'everyMinutes', 'method', 'headers', 'body', 'expectStatus', 'expectText', 'expectJson', 'maxLatencyMs', 'timeoutSeconds',
  'validateHttpsCertificates', 'followRedirects',
] as const; // prettier-ignore

/** What monitors must be. */
export const monitorPart: ConfigurationPart<Monitor> = {
  kind: 'monitors',
  idField: 'id',
  check(entry, { ownUrl }) {
    const shape = checkShape(monitorSchema(), entry);
    return shape.length > 0 ? shape : checkMeaning(entry as Monitor, ownUrl);
  },
  describe: monitorInWords,
  mask: (monitor) => ({
    ...monitor,
    ...(monitor.url !== undefined && { url: redact(monitor.url) }),
    ...(monitor.body !== undefined && { body: redact(monitor.body) }),
    ...(monitor.headers !== undefined && { headers: maskHeaders(monitor.headers) }),
  }),
};

/** Hides what may be a secret: the value of a header that usually holds one, but for the names of secrets. */
const maskHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      /auth|cookie|token|key|secret|pass/i.test(name) && !/\{\{secret\./.test(value) ? MASK : redact(value),
    ]),
  );

function checkMeaning(monitor: Monitor, ownUrl: string): Issue[] {
  const { url, heartbeat, maintenance, timeZone, maxLatencyMs, timeoutSeconds = 20, method = 'get', body } = monitor;
  if ((url === undefined) === (heartbeat === undefined)) {
    const received = url === undefined ? 'neither' : 'both';
    return [
      {
        path: 'url',
        problem: url === undefined ? 'is missing' : 'stands beside a heartbeat',
        expected: 'either url or heartbeat',
        received,
      },
    ];
  }
  const issues: Issue[] = [];
  if (url !== undefined) {
    const wrong = checkAddress(url, ownUrl);
    if (wrong !== undefined) issues.push(wrong);
  } else {
    for (const field of URL_FIELDS) {
      if (monitor[field] === undefined) continue;
      issues.push({
        path: field,
        problem: 'has no effect on a heartbeat',
        expected: 'a url instead of the heartbeat',
        received: field,
      });
    }
    issues.push(...checkHeartbeat(monitor));
  }
  if (body !== undefined && method === 'get') {
    issues.push({ path: 'body', problem: 'is not sent with get', expected: 'method: "post"', received: 'get' });
  }
  if (maxLatencyMs !== undefined && maxLatencyMs > timeoutSeconds * 1000) {
    const expected = `less than the time-out, ${timeoutSeconds * 1000}`;
    issues.push({ path: 'maxLatencyMs', problem: 'is never reached', expected, received: String(maxLatencyMs) });
  }
  if (timeZone !== undefined) issues.push(...checkTimeZone(timeZone));
  if (maintenance !== undefined && timeZone === undefined) {
    issues.push({
      path: 'timeZone',
      problem: 'is missing',
      expected: 'the zone of the maintenance windows',
      received: 'nothing',
    });
  } else if (maintenance !== undefined && issues.length === 0) {
    issues.push(
      ...checkWindows(maintenance, timeZone ?? '').map((issue) => ({ ...issue, path: `maintenance${issue.path}` })),
    );
  }
  for (const [name, message] of Object.entries(monitor.messages ?? {}) as [string, string | Message][]) {
    if (typeof message !== 'object') continue;
    issues.push(
      ...checkTemplateMessage(message).map((issue) => ({
        ...issue,
        path: issue.path.replace('message', `messages.${name}`),
      })),
    );
  }
  return issues;
}

function checkHeartbeat({ heartbeat = {}, timeZone }: Monitor): Issue[] {
  const { everyMinutes, cron } = heartbeat;
  if ((everyMinutes === undefined) === (cron === undefined)) {
    const received = cron === undefined ? 'neither' : 'both';
    return [{ path: 'heartbeat', problem: 'has no single time', expected: 'either everyMinutes or cron', received }];
  }
  if (cron === undefined) return [];
  const wrong = checkCron(cron);
  if (wrong !== undefined) return [{ ...wrong, path: 'heartbeat.cron' }];
  if (timeZone !== undefined) return [];
  return [
    { path: 'timeZone', problem: 'is missing', expected: "the zone of the heartbeat's cron line", received: 'nothing' },
  ];
}

function monitorInWords(monitor: Monitor): string {
  const { heartbeat, everyMinutes = 5, failuresBeforeDown = 2, maintenance, paused, timeZone = 'Etc/UTC' } = monitor;
  const often = heartbeat === undefined ? everyMinutes : heartbeat.everyMinutes;
  const minutes = often === 1 ? 'every minute' : `every ${often} minutes`;
  const what =
    heartbeat === undefined
      ? `${nameOf(monitor)} is checked ${minutes}, down after ${failuresBeforeDown} ${failuresBeforeDown === 1 ? 'failure' : 'failures in a row'}`
      : `${nameOf(monitor)} must call in ${heartbeat.cron === undefined ? minutes : `${cronInWords(heartbeat.cron)}, ${timeZone}`}, within ${heartbeat.graceMinutes ?? 5} minutes`;
  const not = maintenance === undefined ? '' : `; not ${windowsInWords(maintenance)}, ${timeZone}`;
  return `${what}${not}${paused === true ? '; paused' : ''}`;
}
