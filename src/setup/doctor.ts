import type { Platform, TriggerInfo } from '../platform/platform';
import { countOf } from '../message/wording';
import { isTimeZone, localTime } from '../schedule/zone';
import { configurationHealth } from './configuration-health';
import { row, type HealthRow, type StoredFacts } from './health';
import { readInstallation } from './installation';
import { runningHealth } from './running-health';
import { PERMISSIONS, scopeUrl } from './scopes';
import { planTriggers, readTickMinutes, triggerInWords, type NeededTrigger } from './triggers';

/**
 * Looks at everything, and says what is wrong and how to mend it. Changes nothing; what it says holds no secret.
 *
 * @param needed - the triggers that should be there
 * @param viewerTimeZone - the zone of the one who looks, where it is known; ''
 */
export function examine(
  platform: Platform,
  facts: StoredFacts,
  needed: readonly NeededTrigger[],
  viewerTimeZone = '',
): HealthRow[] {
  const missing = guarded(() => platform.project.missingScopes(PERMISSIONS.map(scopeUrl))) ?? [];
  const existing = guarded(() => platform.triggers.list());
  return [
    ...permissionHealth(missing),
    ...triggerHealth(facts, existing, needed),
    accountHealth(platform, facts, existing),
    ...zoneHealth(platform, facts, viewerTimeZone),
    mailHealth(platform),
    ...runningHealth(facts),
    ...configurationHealth(facts),
  ];
}

function guarded<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    // The permission to ask is missing, which has a row of its own.
    return undefined;
  }
}

function permissionHealth(missing: readonly string[]): HealthRow[] {
  return PERMISSIONS.map((permission) => {
    const check = `Permission to ${permission.purpose}`;
    if (!missing.includes(scopeUrl(permission))) return row(check, 'ok', 'given');
    return row(
      check,
      permission.isRequired ? 'problem' : 'warning',
      `not given: ${permission.without}`,
      'Run setUp and tick it on Google’s screen.',
    );
  });
}

function triggerHealth(
  { snapshot }: StoredFacts,
  existing: readonly TriggerInfo[] | undefined,
  needed: readonly NeededTrigger[],
): HealthRow[] {
  if (existing === undefined) return [row('Triggers', 'problem', 'they cannot be listed', 'Run setUp and allow it.')];
  const { create, remove, kept, foreign } = planTriggers(existing, needed);
  const tickMinutes = readTickMinutes(snapshot);
  const installation = readInstallation(snapshot);
  const rows = create.map((trigger) =>
    row('Triggers', 'problem', `the one that ${triggerInWords(trigger, tickMinutes)} is missing`, 'Run setUp.'),
  );
  if (remove.length > 0)
    rows.push(row('Triggers', 'warning', `${remove.length} of ours too many`, 'Run setUp: it removes doubles.'));
  if (installation !== undefined && installation.tickMinutes !== tickMinutes) {
    rows.push(
      row(
        'Triggers',
        'warning',
        `the clock runs every ${installation.tickMinutes} min, but "tick.everyMinutes" says ${tickMinutes}`,
        'Run setUp.',
      ),
    );
  }
  if (rows.length > 0) return rows;
  return [
    row('Triggers', 'ok', `${kept.length} of ours in place${foreign === 0 ? '' : `, ${foreign} of other functions`}`),
  ];
}

function accountHealth(
  platform: Platform,
  { snapshot }: StoredFacts,
  existing: readonly TriggerInfo[] | undefined,
): HealthRow {
  const check = 'Account';
  const user = platform.project.user();
  const owner = readInstallation(snapshot)?.owner ?? '';
  if (user === '' || owner === '') return row(check, 'ok', owner === '' ? 'not known' : `runs as ${owner}`);
  if (user === owner) return row(check, 'ok', `runs as ${owner} (you)`);
  const both = (existing?.length ?? 0) > 0 ? ' Your account has triggers of its own here as well.' : '';
  const fix = `You cannot see or remove another account’s triggers. If ${owner} leaves, run setUp to take over.`;
  return row(
    check,
    'warning',
    `runs as ${owner}, with that account’s permissions and daily limits; you are ${user}.${both}`,
    fix,
  );
}

function zoneHealth({ clock, sheets }: Platform, { now }: StoredFacts, viewerTimeZone: string): HealthRow[] {
  const script = clock.timeZone();
  const sheet = guarded(() => sheets.open('')?.timeZone()) ?? '';
  const named = [
    ['script', script],
    ['spreadsheet', sheet],
    ['you', viewerTimeZone],
  ].filter(([, zone]) => zone !== '');
  const offsets = named.map(([, zone = '']) => (isTimeZone(zone) ? localTime(now, zone) - now : 0));
  const apart = Math.max(...offsets) - Math.min(...offsets);
  const found = named.map(([who = '', zone = '']) => `${who} ${zone}`).join(', ');
  const fix =
    'Schedules and monitors name their own zone and are not affected. For formulas and dates in sheets use one zone: File, Settings in the spreadsheet; Project settings in the script.';
  const zones =
    apart >= 60_000
      ? row(
          'Time zones',
          'warning',
          `${found}: times may be off by ${countOf(Math.round(apart / 360_000) / 10, 'hour')}`,
          fix,
        )
      : row('Time zones', 'ok', found);
  return [zones, intlHealth()];
}

/** Whether the engine computes named zones, on which all schedules stand: an hour of summer time is looked up. */
function intlHealth(): HealthRow {
  const noon = Date.UTC(2026, 6, 1, 12);
  const isRight =
    isTimeZone('Europe/Paris') &&
    localTime(noon, 'Europe/Paris') - noon === 7_200_000 &&
    localTime(noon, 'Asia/Ho_Chi_Minh') - noon === 25_200_000;
  if (isRight) return row('Named time zones', 'ok', 'known to the engine');
  return row(
    'Named time zones',
    'problem',
    'the engine does not compute them',
    'Schedules would run at wrong hours. Please report it.',
  );
}

function mailHealth({ mail }: Platform): HealthRow {
  const left = mail.remaining();
  if (left === undefined) return row('Mail', 'ok', 'not permitted; troubles are told in Chat and in the log');
  return left > 0
    ? row('Mail', 'ok', `${left} more today`)
    : row('Mail', 'warning', 'the daily limit is used up', 'It resets within 24 hours.');
}

/** The report as a table of text, for the log and for pasting. */
export function tableOf(rows: readonly HealthRow[]): string {
  const mark = { ok: 'OK', warning: '!', problem: 'X' };
  const width = Math.max(...rows.map(({ check }) => check.length));
  const pad = (text: string, length: number): string => text + ' '.repeat(Math.max(0, length - text.length));
  return rows
    .map(
      ({ check, state, found, fix }) =>
        `${pad(mark[state], 3)} ${pad(check, width)}  ${found}${fix === '' ? '' : `\n${' '.repeat(width + 6)}-> ${fix}`}`,
    )
    .join('\n');
}
