import { readBreakers } from '../delivery/breaker';
import { DEAD_CAPACITY_BYTES, deadBytes } from '../delivery/dead-letters';
import { NOTICES_KEY } from '../delivery/notices';
import { readOutbox } from '../delivery/outbox';
import { heldUntil } from '../delivery/quiet';
import { measureRoom } from '../delivery/room';
import { readStop } from '../delivery/stop';
import { describeWebhooks } from '../delivery/webhooks';
import { countOf } from '../message/wording';
import { durationInWords } from '../monitor/report';
import { QuietBook, type QuietHours } from '../schedule/quiet';
import { formatInstant } from '../schedule/zone';
import { DAILY_TRIGGER_RUNTIME_MS, NEARLY, ofQuota, row, type HealthRow, type StoredFacts } from './health';
import { readInstallation } from './installation';
import { isSilent, readPulse } from './pulse';
import { readTickMinutes } from './triggers';

/** A message that has waited for so long is a sign that more comes in than goes out. */
const BACKLOG_MS = 60 * 60_000;

/** What one copy of the store tells of the running. Pure, and cheap enough for every few minutes. */
export const runningHealth = (facts: StoredFacts): HealthRow[] => [
  tickHealth(facts),
  outboxHealth(facts),
  failedHealth(facts),
  ...quotaHealth(facts),
  ...webhookHealth(facts),
  noticesHealth(facts),
];

/** Whether the clock trigger gives signs of life. */
function tickHealth({ snapshot, now }: StoredFacts): HealthRow {
  const installation = readInstallation(snapshot);
  const pulse = readPulse(snapshot);
  const check = 'Clock trigger runs';
  if (installation === undefined && (pulse === undefined || isSilent(snapshot, 0, now))) {
    return row(check, 'problem', 'setUp was never run', 'Run setUp once.');
  }
  if (installation !== undefined && isSilent(snapshot, installation.at, now)) {
    const since = formatInstant(Math.floor(Math.max(pulse?.at ?? 0, installation.at) / 1000) * 1000);
    return row(
      check,
      'problem',
      `no tick since ${since}: the trigger is missing or disabled`,
      'Run setUp: it makes the trigger anew.',
    );
  }
  if (pulse === undefined) return row(check, 'ok', 'it has just been made; no tick yet');
  return row(
    check,
    'ok',
    `every ${readTickMinutes(snapshot)} min; a sign of life ${durationInWords(Math.round((now - pulse.at) / 60_000))} ago`,
  );
}

function outboxHealth({ snapshot, configuration, now }: StoredFacts): HealthRow {
  const quiet = new QuietBook(snapshot, configuration.entries<QuietHours>('quietHours'), now);
  const outbox = readOutbox(snapshot, now);
  const room = measureRoom(
    snapshot,
    [...outbox.segments.values()].flatMap(({ keys }) => keys),
  );
  const share = room.capacityBytes === 0 ? 1 : room.usedBytes / room.capacityBytes;
  const due = outbox.waiting.filter((one) => one.notBefore <= now && heldUntil(quiet, one, now) === 0);
  const later = outbox.waiting.length - due.length;
  const oldestAt = Math.min(...due.map((one) => Math.max(one.acceptedAt, one.heldUntil)));
  const found =
    `${countOf(due.length, 'message')} waiting${due.length === 0 ? '' : `, the oldest for ${durationInWords(Math.round((now - oldestAt) / 60_000))}`}` +
    `${later === 0 ? '' : `, ${later} held for later`}; ${Math.round(share * 100)} % full`;
  const fix =
    'See listDeliveries({ status: "queued" }): what waits for a webhook that is down or muted, or for a space that gets more than one message a second. Discard what is no use any more.';
  if (share > NEARLY) return row('Outbox', 'problem', found, fix);
  // Parts may be there of what is being written at this moment; they go by themselves if they are not.
  const unreadable = outbox.garbage.filter((key) => !key.includes('#'));
  if (unreadable.length > 0) {
    return row(
      'Outbox',
      'warning',
      `${found}; ${countOf(unreadable.length, 'value')} that cannot be read`,
      `Delete in Project settings what someone wrote there: ${unreadable.slice(0, 5).join(', ')}. What was a message of ours is lost with it: send it again.`,
    );
  }
  return due.length > 0 && now - oldestAt > BACKLOG_MS
    ? row('Outbox', 'warning', found, fix)
    : row('Outbox', 'ok', found);
}

function failedHealth({ snapshot, now }: StoredFacts): HealthRow {
  const failed = readOutbox(snapshot, now).failed.length;
  if (failed === 0) return row('Failed messages', 'ok', 'none');
  const isFull = deadBytes(snapshot) > DEAD_CAPACITY_BYTES * NEARLY;
  const fix = 'See listDeliveries({ status: "failed" }), then retryDelivery(id) or discardDelivery(id).';
  return row(
    'Failed messages',
    isFull ? 'problem' : 'warning',
    `${failed} kept${isFull ? '; there is hardly room for more' : ''}`,
    fix,
  );
}

function quotaHealth({ snapshot, now }: StoredFacts): HealthRow[] {
  const stop = readStop(snapshot, now);
  const pulse = readPulse(snapshot);
  const isToday = pulse !== undefined && now - pulse.since < 86_400_000;
  const runtimeMs = isToday ? pulse.runtimeMs : 0;
  const rows: HealthRow[] = [];
  if (stop !== undefined) {
    const isQuota = stop.cause === 'quota';
    rows.push(
      row(
        'Requests to Chat',
        'problem',
        isQuota
          ? "Google's daily limit of requests is used up; messages wait"
          : 'the permission to connect to an external service is missing; messages wait',
        isQuota
          ? 'It resets within 24 hours; nothing is lost. Fewer monitors, or digests, use less of it.'
          : 'Run setUp and allow it.',
      ),
    );
  }
  rows.push(
    ofQuota(
      'Trigger runtime today',
      runtimeMs,
      DAILY_TRIGGER_RUNTIME_MS,
      (used) => `about ${Math.round(used / 60_000)} min`,
      '90 min a day (6 h with Workspace)',
      'Set the script property "tick.everyMinutes" to 5 and run setUp; fewer slow monitors help too.',
    ),
  );
  return rows;
}

function webhookHealth({ snapshot, now }: StoredFacts): HealthRow[] {
  const webhooks = describeWebhooks(snapshot);
  const breakers = readBreakers(snapshot, now);
  if (webhooks.length === 0) {
    return [
      row(
        'Webhooks',
        'problem',
        'none is set up',
        'Add the script property "webhook.default" with the link from Chat, then run quickstart.',
      ),
    ];
  }
  const bad = webhooks.flatMap(({ name, problem }): HealthRow[] => {
    const check = `Webhook "${name}"`;
    if (problem !== '') return [row(check, 'problem', 'its link is not usable', problem)];
    const breaker = breakers.get(name);
    if (breaker === undefined) return [];
    const since = formatInstant(Math.floor(breaker.openedAt / 1000) * 1000);
    if (breaker.kind === 'outage')
      return [row(check, 'warning', `Chat does not answer since ${since}; it is tried again by itself`)];
    return [
      row(
        check,
        'problem',
        `Chat refuses it since ${since} (HTTP ${breaker.status}); its messages wait`,
        `Create a webhook in the space and call setWebhook("${name}", "<the link>").`,
      ),
    ];
  });
  return bad.length > 0 ? bad : [row('Webhooks', 'ok', `${webhooks.length} set up, none refused`)];
}

function noticesHealth({ snapshot }: StoredFacts): HealthRow {
  const to = snapshot[NOTICES_KEY];
  const check = 'Who hears of troubles';
  if (to === undefined) {
    return row(
      check,
      'warning',
      'nobody in Chat',
      `Set the script property "${NOTICES_KEY}" to the name of a webhook that you read.`,
    );
  }
  const problem = describeWebhooks(snapshot).find(({ name }) => name === to)?.problem ?? 'there is no such webhook';
  if (problem !== '')
    return row(
      check,
      'problem',
      `the webhook "${to}", which is not usable`,
      `Set the script property "${NOTICES_KEY}" to the name of another webhook, or mend this one.`,
    );
  return row(check, 'ok', `the webhook "${to}"`);
}
