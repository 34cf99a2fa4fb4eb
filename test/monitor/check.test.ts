import { describeIssue } from '../../src/errors';
import { isPrivate } from '../../src/monitor/address';
import { monitorPart } from '../../src/monitor/check';
import type { Monitor } from '../../src/monitor/monitor';

const context = {
  now: 0,
  entries: {},
  isNew: true,
  ownUrl: 'https://script.google.com/macros/s/EXAMPLE/exec',
  tickEveryMinutes: 1,
};
const good = { id: 'shop', url: 'https://shop.example.com/health', to: 'ops' };

describe('monitorPart', () => {
  test.each<object>([
    {},
    { everyMinutes: 1, method: 'post', body: '{}', headers: { Authorization: 'Bearer {{secret.shop}}' } },
    { expectStatus: [200, '3xx'], expectText: 'OK', expectJson: [{ path: 'a.b', equals: null }], maxLatencyMs: 2_000 },
    { maintenance: [{ from: '22:00', until: '23:00', on: 'weekends' }], timeZone: 'Europe/Paris' },
    { url: undefined, heartbeat: { everyMinutes: 60 } },
    { url: undefined, heartbeat: { cron: '0 2 * * *', graceMinutes: 0 }, timeZone: 'Europe/Paris' },
    {
      messages: { down: '{{name}} is down', recovered: { text: 'up' } },
      remindAfterMinutes: 0,
      flapsBeforeSilence: 0,
      paused: true,
    },
    { url: 'http://8.8.8.8:8080/x' },
    { url: 'https://{{secret.host}}/x' },
  ])('takes %j', (changes) => {
    expect(monitorPart.check({ ...good, ...changes }, context)).toEqual([]);
  });

  test.each<[object, string, RegExp]>([
    [{ url: 'ftp://shop.example.com' }, 'url', /"https:\/\/example.com\/health"/],
    [{ url: 'shop.example.com/health' }, 'url', /did you mean "https:\/\/shop.example.com\/health"/],
    [{ url: 'https://' }, 'url', /is no web address/],
    [{ url: 'http://localhost:8080/' }, 'url', /cannot be reached from Google/],
    [{ url: 'https://intranet/' }, 'url', /cannot be checked/],
    [{ url: 'https://user:pass@example.com/' }, 'url', /secret\.NAME/],
    [{ url: 'https://script.google.com/macros/s/EXAMPLE/exec?x=1' }, 'url', /is this script itself/],
    [{ url: `https://example.com/${'x'.repeat(2_000)}` }, 'url', /2000 characters/],
    [{ heartbeat: { everyMinutes: 60 } }, 'url', /either url or heartbeat/],
    [{ url: undefined }, 'url', /either url or heartbeat/],
    [{ url: undefined, heartbeat: {} }, 'heartbeat', /either everyMinutes or cron/],
    [{ url: undefined, heartbeat: { cron: '61 2 * * *' }, timeZone: 'Europe/Paris' }, 'heartbeat.cron', /1 2 \* \* \*/],
    [{ url: undefined, heartbeat: { cron: '0 2 * * *' } }, 'timeZone', /is missing/],
    [{ url: undefined, heartbeat: { everyMinutes: 60 }, expectText: 'x' }, 'expectText', /no effect on a heartbeat/],
    [{ expectStatus: 99 }, 'expectStatus', /from 100 to 599/],
    [{ expectStatus: '6xx' }, 'expectStatus', /"2xx"/],
    [{ expectJson: { path: 'a..b', equals: 1 } }, 'expectJson.path', /checks\[0\]\.healthy/],
    [{ expectJson: { path: 'a' } }, 'expectJson', /a value such as|a text, a number/],
    [{ everyMinutes: 0 }, 'everyMinutes', /from 1 to 1440/],
    [{ body: 'x' }, 'body', /method: "post"/],
    [{ maxLatencyMs: 30_000 }, 'maxLatencyMs', /less than the time-out, 20000/],
    [{ maintenance: [{ from: '22:00', until: '23:00' }] }, 'timeZone', /is missing/],
    [{ maintenance: [{ from: '22:00', until: '22:00' }], timeZone: 'Europe/Paris' }, 'maintenance[0]', /no length/],
    [{ timeZone: 'CET' }, 'timeZone', /abbreviation/],
    [{ messages: { up: 'x' } }, 'messages.up', /not known/],
    [{ messages: { down: { text: '' } } }, 'messages.down', /./],
    [{ expectStatuss: 200 }, 'expectStatuss', /"expectStatus"/],
  ])('refuses %j', (changes, path, text) => {
    const issues = monitorPart.check({ ...good, ...changes }, context);
    expect(issues.map((issue) => issue.path).join()).toContain(path);
    expect(issues.map(describeIssue).join(' ')).toMatch(text);
  });

  test('shows no secret, neither in an issue nor in the masked entry', () => {
    const url = 'https://example.com/hook?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
    const monitor: Monitor = {
      ...good,
      url,
      headers: { 'X-Api-Key': 'EXAMPLE_KEY', Authorization: 'Bearer {{secret.a}}', Accept: '*/*' },
    };
    expect(monitorPart.mask?.(monitor)).toMatchObject({
      url: 'https://example.com/hook?key=***&token=***',
      headers: { 'X-Api-Key': '***', Authorization: 'Bearer {{secret.a}}', Accept: '*/*' },
    });
    const issues = monitorPart.check({ ...monitor, url: `ftp://${url}`, body: 'x' }, context);
    expect(JSON.stringify(issues)).not.toContain('EXAMPLE_');
    expect(issues).toHaveLength(2);
  });

  test.each<[Partial<Monitor>, string]>([
    [{}, 'shop.example.com/health is checked every 5 minutes, down after 2 failures in a row'],
    [
      { everyMinutes: 1, failuresBeforeDown: 1, paused: true },
      'shop.example.com/health is checked every minute, down after 1 failure; paused',
    ],
    [
      { name: 'The shop', maintenance: [{ from: '22:00', until: '23:00' }], timeZone: 'Europe/Paris' },
      'The shop is checked every 5 minutes, down after 2 failures in a row; not 22:00–23:00 every day, Europe/Paris',
    ],
  ])('%j in words', (changes, words) => {
    expect(monitorPart.describe?.({ ...good, ...changes }, context)).toBe(words);
  });

  test('heartbeats in words', () => {
    const backup = { id: 'backup', to: 'ops', timeZone: 'Europe/Paris' };
    expect(monitorPart.describe?.({ ...backup, heartbeat: { everyMinutes: 60 } }, context)).toBe(
      'backup must call in every 60 minutes, within 5 minutes',
    );
    expect(monitorPart.describe?.({ ...backup, heartbeat: { cron: '0 2 * * *', graceMinutes: 30 } }, context)).toBe(
      'backup must call in every day at 02:00, Europe/Paris, within 30 minutes',
    );
  });
});

test.each([
  ['localhost', true],
  ['intranet', true],
  ['printer.local', true],
  ['api.internal', true],
  ['10.1.2.3', true],
  ['127.0.0.1', true],
  ['172.16.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['[::1]', true],
  ['[fd00::1]', true],
  ['[2001:db8::1]', false],
  ['8.8.8.8', false],
  ['example.com', false],
  ['local.example.com', false],
])('%s is private: %s', (host, expected) => {
  expect(isPrivate(host)).toBe(expected);
});
