import { describeWebhooks } from '../delivery/webhooks';
import { describeIssue } from '../errors';
import { count, countOf } from '../message/wording';
import type { Monitor } from '../monitor/monitor';
import { readMutes } from '../schedule/mute';
import { formatInstant } from '../schedule/zone';
import { DAILY_REQUESTS, ofQuota, row, type HealthRow, type StoredFacts } from './health';

/** What is wrong with the configuration. Pure; checks every entry. */
export function configurationHealth({ snapshot, configuration, now }: StoredFacts): HealthRow[] {
  const issues = configuration.issues();
  const rows = issues
    .slice(0, 20)
    .map((issue) =>
      row(
        'Configuration',
        'problem',
        describeIssue(issue),
        'Mend it in notifications.ts, or with configure. Until then this entry is left out.',
      ),
    );
  const known = new Set(describeWebhooks(snapshot).map(({ name }) => name));
  const counts: string[] = [];
  for (const { kind } of configuration.parts) {
    const entries = [...configuration.entries(kind).valid()];
    if (entries.length > 0) counts.push(entriesOfKind(entries.length, kind));
    for (const [id, entry] of entries) {
      for (const name of targetsOf(entry).filter((target) => !known.has(target))) {
        rows.push(
          row(
            `${kind}["${id}"]`,
            'problem',
            `it sends to "${name}", which is no webhook`,
            `Call setWebhook("${name}", "<the link>"), or change its "to".`,
          ),
        );
      }
    }
  }
  const muted = [...readMutes(snapshot, now)].filter(([, { until }]) => until > now);
  if (muted.length > 0) {
    rows.push(
      row(
        'Mutes',
        'ok',
        muted
          .map(([name, { until }]) => `${name === '*' ? 'all webhooks' : name} until ${formatInstant(until)}`)
          .join(', '),
        'muteUntil(name, null) ends it.',
      ),
    );
  }
  rows.push(...loadHealth([...configuration.entries<Monitor>('monitors').valid().values()]));
  return rows.some(({ state }) => state !== 'ok')
    ? rows
    : [row('Configuration', 'ok', counts.length === 0 ? 'empty' : counts.join(', ')), ...rows];
}

/** "1 schedule", "3 monitors" */
function entriesOfKind(number: number, kind: string): string {
  if (kind === 'quietHours') return `quiet hours of ${countOf(number, 'webhook')}`;
  return `${count(number)} ${number === 1 ? kind.replace(/s$/, '') : kind}`;
}

function loadHealth(monitors: readonly Monitor[]): HealthRow[] {
  const load = monitorLoad(monitors);
  if (load === 0) return [];
  return [
    ofQuota(
      'Requests by monitors',
      load,
      DAILY_REQUESTS,
      (used) => `about ${count(used)} a day`,
      '20,000 (100,000 with Workspace), which messages share',
      'Let monitors run less often.',
    ),
  ];
}

/** How many requests the checks of monitors make in a day. */
const monitorLoad = (monitors: readonly Monitor[]): number =>
  Math.round(
    monitors.reduce(
      (sum, { heartbeat, paused, everyMinutes = 5 }) =>
        sum + (heartbeat !== undefined || paused === true ? 0 : 1_440 / everyMinutes),
      0,
    ),
  );

/** The names of webhooks that an entry sends to, where it says so plainly. */
function targetsOf(entry: unknown): string[] {
  const { to, paused } = entry as { to?: unknown; paused?: unknown };
  if (paused === true) return [];
  return typeof to === 'string'
    ? [to]
    : Array.isArray(to)
      ? to.filter((name): name is string => typeof name === 'string')
      : [];
}
