import type { Project, ProjectOptions } from '../../../emulator/project';
import { punctualTiming } from '../../../emulator/triggers';
import { evaluate, projectOf, refusal } from '../helpers';

const CODE = `
const runs = () => PropertiesService.getScriptProperties().getProperty('runs') || '';
function tick(event) {
  PropertiesService.getScriptProperties().setProperty('runs', runs() + new Date().toISOString() + ' ');
  PropertiesService.getScriptProperties().setProperty('event', JSON.stringify(event));
  PropertiesService.getScriptProperties().setProperty('isFull', event.authMode === ScriptApp.AuthMode.FULL);
}
function build(steps) {
  return steps.reduce((builder, [method, ...args]) => builder[method](...args), ScriptApp.newTrigger('tick')).create().getUniqueId();
}
function weekly() { return ScriptApp.newTrigger('tick').timeBased().onWeekDay(ScriptApp.WeekDay.FRIDAY).atHour(17).create().getUniqueId(); }
function atDate(iso) { ScriptApp.newTrigger('tick').timeBased().at(new Date(iso)).create(); }
function list() { return ScriptApp.getProjectTriggers().map((t) =>
  [t.getHandlerFunction(), String(t.getEventType()), String(t.getTriggerSource()), t.getTriggerSourceId()]); }
function clear() { ScriptApp.getProjectTriggers().forEach((trigger) => ScriptApp.deleteTrigger(trigger)); }
function fail() { throw new Error('tick failed'); }
function buildFailing() { ScriptApp.newTrigger('fail').timeBased().everyMinutes(1).create(); }
`;

const punctual = (options: ProjectOptions = {}) => projectOf(CODE, { timing: punctualTiming, ...options });
const build = (project: Project, ...steps: unknown[][]) => project.run('build', [steps]);
const runsOf = (project: Project): string[] => (project.properties.get('runs') ?? '').split(' ').filter(Boolean);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('ScriptApp triggers', () => {
  test.each([1, 5, 10, 15, 30])('run every %d minutes', (n) => {
    const project = punctual();
    build(project, ['timeBased'], ['everyMinutes', n]);
    project.advance(3 * n * MINUTE);
    const instants = runsOf(project).map((iso) => Date.parse(iso));
    expect(instants).toHaveLength(3);
    expect(instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0))).toEqual([
      n * MINUTE,
      n * MINUTE,
    ]);
  });

  test('refuse other numbers of minutes and hours in Google’s words', () => {
    const builder = "ScriptApp.newTrigger('tick').timeBased()";
    expect(refusal(`${builder}.everyMinutes(2)`)).toBe(
      'Exception: The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
    );
    expect(refusal(`${builder}.everyHours(5)`)).toBe(
      'Exception: The value you passed to everyHours was invalid. It must be one of 1, 2, 4, 6, 8 or 12.',
    );
    expect(refusal(`${builder}.atHour(24)`)).toBe('Exception: Invalid argument: hour');
    expect(refusal(`${builder}.inTimezone('Mars/Base')`)).toContain('Exception: Invalid argument: timezone');
  });

  test('run within the hour asked for, at the same minute every day, across a clock change', () => {
    const project = punctual({ manifest: { timeZone: 'Europe/Paris' } });
    project.advance(Date.parse('2026-03-27T00:00:00Z') - project.clock.now());
    build(project, ['timeBased'], ['everyDays', 1], ['atHour', 9]);
    project.advance(4 * DAY);
    const runs = runsOf(project);
    // Paris is UTC+1 until 29 March, then UTC+2.
    expect(runs.map((iso) => iso.slice(8, 13))).toEqual(['27T08', '28T08', '29T07', '30T07']);
    expect(new Set(runs.map((iso) => iso.slice(14))).size).toBe(1);
  });

  test('run near a minute, in another zone than the script’s', () => {
    const project = punctual();
    build(
      project,
      ['timeBased'],
      ['everyDays', 1],
      ['atHour', 9],
      ['nearMinute', 30],
      ['inTimezone', 'America/New_York'],
    );
    project.advance(DAY);
    const [run = ''] = runsOf(project);
    expect(Math.abs(Date.parse(run) - Date.parse('2026-03-02T14:30:00Z'))).toBeLessThanOrEqual(15 * MINUTE);
  });

  test('run on a day of the week and of the month', () => {
    const project = punctual();
    project.run('weekly');
    project.advance(15 * DAY);
    expect(runsOf(project).map((iso) => iso.slice(0, 13))).toEqual(['2026-03-06T17', '2026-03-13T17']);
    const monthly = punctual();
    build(monthly, ['timeBased'], ['onMonthDay', 31], ['atHour', 8]);
    monthly.advance(95 * DAY);
    expect(runsOf(monthly).map((iso) => iso.slice(0, 13))).toEqual(['2026-03-31T08', '2026-05-31T08']);
  });

  test('run once, never early, and stay in the list afterwards', () => {
    const project = projectOf(CODE);
    build(project, ['timeBased'], ['after', 10 * MINUTE]);
    project.run('atDate', ['2026-03-02T10:00:00Z']);
    build(project, ['timeBased'], ['atDate', 2026, 3, 5]);
    project.advance(10 * MINUTE - 1);
    expect(runsOf(project)).toEqual([]);
    project.advance(7 * DAY);
    const [after = 0, at = 0, date = 0] = runsOf(project).map((iso) => Date.parse(iso));
    expect(after - Date.parse('2026-03-02T09:10:00Z')).toBeGreaterThanOrEqual(0);
    expect(after - Date.parse('2026-03-02T09:10:00Z')).toBeLessThanOrEqual(90_000);
    expect(at).toBeGreaterThanOrEqual(Date.parse('2026-03-02T10:00:00Z'));
    expect(Math.abs(date - Date.parse('2026-03-05T00:00:00Z'))).toBeLessThanOrEqual(15 * MINUTE + 15_000);
    expect(runsOf(project)).toHaveLength(3);
    expect(project.run('list')).toHaveLength(3);
  });

  test('are late by up to 15 seconds, never early', () => {
    const project = projectOf(CODE);
    build(project, ['timeBased'], ['everyMinutes', 1]);
    project.advance(HOUR);
    const instants = runsOf(project).map((iso) => Date.parse(iso));
    const phase = Math.min(...instants.map((instant, index) => instant - index * MINUTE));
    const late = instants.map((instant, index) => instant - index * MINUTE - phase);
    expect(Math.max(...late)).toBeLessThanOrEqual(15_000);
    expect(new Set(late).size).toBeGreaterThan(10);
  });

  test('are never early, whatever a timing says', () => {
    const project = projectOf(CODE, { timing: (_trigger, dueAt) => [dueAt - 5_000] });
    build(project, ['timeBased'], ['after', 10 * MINUTE]);
    project.advance(HOUR);
    expect(runsOf(project)).toEqual(['2026-03-02T09:10:00.000Z']);
  });

  test('can be missed, doubled and disabled', () => {
    const project = punctual();
    const id = String(build(project, ['timeBased'], ['everyMinutes', 10]));
    project.advance(10 * MINUTE);
    project.triggers.timing = () => [];
    project.advance(10 * MINUTE);
    expect(runsOf(project)).toHaveLength(1);
    project.triggers.timing = (_trigger, dueAt) => [dueAt, dueAt + 1_000];
    project.advance(11 * MINUTE);
    expect(runsOf(project)).toHaveLength(3);
    project.triggers.setDisabled(id, true);
    project.advance(HOUR);
    expect(runsOf(project)).toHaveLength(3);
    expect(project.run('list')).toHaveLength(1);
    project.triggers.setDisabled(id, false);
    project.advance(10 * MINUTE);
    expect(runsOf(project)).toHaveLength(5);
  });

  test('number 20 at most, spent ones included', () => {
    const project = punctual();
    build(project, ['timeBased'], ['after', 1]);
    project.advance(MINUTE);
    for (let count = 1; count < 20; count += 1) build(project, ['timeBased'], ['everyHours', 1]);
    expect(() => build(project, ['timeBased'], ['everyHours', 1])).toThrow(
      'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    );
    project.run('clear');
    build(project, ['timeBased'], ['everyHours', 1]);
  });

  test('belong to the user who made them: another sees none of them, and they run as the first', () => {
    const project = punctual();
    project.run('build', [[['timeBased'], ['everyMinutes', 1]]], { user: 'one@example.com' });
    expect(project.run('list', [], { user: 'other@example.com' })).toEqual([]);
    project.run('clear', [], { user: 'other@example.com' });
    project.advance(MINUTE);
    expect(project.lastExecution?.user).toBe('one@example.com');
  });

  test('give the handler Google’s event', () => {
    const clock = punctual();
    const uid = build(clock, ['timeBased'], ['after', 0]);
    clock.advance(0);
    expect(JSON.parse(clock.properties.get('event') ?? '')).toEqual({
      authMode: 'FULL', 'day-of-month': 2, 'day-of-week': 1, hour: 9, minute: 0, month: 3, second: 0, timezone: 'UTC', triggerUid: uid,
      'week-of-year': 10, year: 2026,
    }); // prettier-ignore
    expect(clock.properties.get('isFull')).toBe('true');
  });

  test('tell what they wait for', () => {
    const project = punctual();
    build(project, ['timeBased'], ['everyMinutes', 1]);
    build(project, ['forSpreadsheet', 'sheet-1'], ['onEdit']);
    build(project, ['forForm', 'form-1'], ['onFormSubmit']);
    build(project, ['forDocument', 'document-1'], ['onOpen']);
    build(project, ['forUserCalendar', 'someone@example.com'], ['onEventUpdated']);
    expect(project.run('list')).toEqual([
      ['tick', 'CLOCK', 'CLOCK', null],
      ['tick', 'ON_EDIT', 'SPREADSHEETS', 'sheet-1'],
      ['tick', 'ON_FORM_SUBMIT', 'FORMS', 'form-1'],
      ['tick', 'ON_OPEN', 'DOCUMENTS', 'document-1'],
      ['tick', 'ON_EVENT_UPDATED', 'CALENDAR', 'someone@example.com'],
    ]);
  });

  test('run in order of time, and go on when one fails', () => {
    const project = punctual();
    project.run('buildFailing');
    build(project, ['timeBased'], ['everyMinutes', 1]);
    project.advance(2 * MINUTE);
    expect(runsOf(project)).toHaveLength(2);
    expect(project.log.filter(({ message }) => message.startsWith('Error: tick failed'))).toHaveLength(2);
  });

  test('run inside a slow execution’s calls when they may overlap, and after it otherwise', () => {
    const code = `function slow() { Utilities.sleep(90000); }
      function install() { ScriptApp.newTrigger('slow').timeBased().everyMinutes(1).create(); }`;
    for (const [triggersOverlap, spans] of [
      [true, 90_000 + 60_000 * 2],
      [false, 90_000],
    ] as const) {
      const longest: number[] = [];
      const project = projectOf(code, {
        timing: punctualTiming,
        triggersOverlap,
        onEnd: ({ endedAt, startedAt }) => longest.push((endedAt ?? 0) - startedAt),
      });
      project.run('install');
      project.advance(5 * MINUTE);
      expect(Math.max(...longest)).toBe(spans);
    }
  });

  test('that are simple ones may use no service that needs authorisation, and run 30 s at most', () => {
    const project = projectOf(
      "function onEdit() { UrlFetchApp.fetch('https://server.example.com/'); } function onOpen() { Utilities.sleep(31000); }",
    );
    expect(() => project.run('onEdit', [], { kind: 'simpleTrigger' })).toThrow(
      'You do not have permission to call UrlFetchApp.fetch. Required permissions: https://www.googleapis.com/auth/script.external_request',
    );
    expect(() => project.run('onOpen', [], { kind: 'simpleTrigger' })).toThrow('Exceeded maximum execution time');
  });

  test('do not run without runtime left for the day', () => {
    const project = projectOf(
      `function slow() { Utilities.sleep(60000); }
      function install() { ScriptApp.newTrigger('slow').timeBased().everyMinutes(5).create(); }`,
      { timing: punctualTiming, quotas: { triggerRuntimeMs: 120_000 } },
    );
    project.run('install');
    project.advance(15 * MINUTE);
    expect(project.lastExecution).toMatchObject({
      status: 'failed',
      problem: 'Service using too much computer time for one day.',
    });
  });

  test('need their scope', () => {
    expect(refusal('ScriptApp.getProjectTriggers()', { manifest: { oauthScopes: [] } })).toBe(
      'Exception: Specified permissions are not sufficient to call ScriptApp.getProjectTriggers. Required permissions: https://www.googleapis.com/auth/script.scriptapp',
    );
  });
});

describe('ScriptApp authorisation', () => {
  const scope = 'https://www.googleapis.com/auth/script.external_request';
  const code = `
    function status(scopes) { const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL, scopes);
      return [String(info.getAuthorizationStatus()), info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED, info.getAuthorizationUrl()]; }
    function requireAll() { ScriptApp.requireAllScopes(ScriptApp.AuthMode.FULL); }
    function requireSome(scopes) { ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, scopes); }
    function invalidate() { ScriptApp.invalidateAuth(); }`;

  test('says whether the user has consented', () => {
    const project = projectOf(code, { manifest: { oauthScopes: [scope] } });
    expect(project.run('status')).toEqual(['NOT_REQUIRED', false, null]);
    project.run('requireAll');
    project.run('invalidate');
    expect(project.run('status')).toEqual([
      'REQUIRED',
      true,
      expect.stringMatching(/^https:\/\/script\.google\.com\//),
    ]);
    expect(() => project.run('requireAll')).toThrow('Authorization is required to perform that action.');
    expect(() => project.run('requireSome', [[scope]])).toThrow('Authorization is required to perform that action.');
    project.scopes.consent(project.user);
    expect(project.run('status', [[scope]])).toEqual(['NOT_REQUIRED', false, null]);
  });
});

describe('ScriptApp', () => {
  test('knows the script and its web app', () => {
    expect(
      evaluate('[ScriptApp.getScriptId(), ScriptApp.getService().isEnabled(), ScriptApp.getService().getUrl()]'),
    ).toEqual(['emulator-script-id', false, null]);
    const webAppUrl = 'https://script.google.com/macros/s/example/exec';
    expect(evaluate('[ScriptApp.getService().isEnabled(), ScriptApp.getService().getUrl()]', { webAppUrl })).toEqual([
      true,
      webAppUrl,
    ]);
  });

  test('has enums whose values are names in text and JSON', () => {
    expect(
      evaluate(
        '[ScriptApp.EventType.CLOCK, ScriptApp.WeekDay.FRIDAY.ordinal(), ScriptApp.AuthMode.FULL.compareTo(ScriptApp.AuthMode.NONE), ScriptApp.TriggerSource.CLOCK.name(), `${ScriptApp.InstallationSource.NONE}`]',
      ),
    ).toEqual(['CLOCK', 5, 3, 'CLOCK', 'NONE']);
  });
});
