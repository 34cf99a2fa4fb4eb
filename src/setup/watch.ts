import { readBreakers } from '../delivery/breaker';
import { NOTICES_KEY } from '../delivery/notices';
import { findWebhook } from '../delivery/webhooks';
import type { Plan } from '../delivery/types';
import { escapeText } from '../message/escape';
import { fingerprint } from '../schedule/hash';
import type { Trouble } from '../schedule/run';
import { configurationHealth } from './configuration-health';
import type { HealthRow, StoredFacts } from './health';
import { runningHealth } from './running-health';

/**
 * What people have been told of: "cc/i/w" holds {"schedule/standup":[since,toldAt,1],…}: since when it lasts, when it was
 * told last, both epoch seconds, and 0 for an event, 1 for what lasts in the running, 2 for what lasts in the configuration.
 */
export const WATCH_KEY = 'cc/i/w';

/** The script property with the address that mail goes to. @default the account that everything runs as */
export const MAIL_KEY = 'notices.email';

/** What lasts is told again after this long, seconds. */
const AGAIN_AFTER = 86_400;

/** An event that happens again and again is told at most this often, seconds. */
const EVENT_AGAIN_AFTER = 6 * 3_600;

/** An event that did not come back for this long is forgotten, seconds. */
const FORGET_AFTER = 7 * 86_400;

/** Troubles that are remembered at most; the oldest go first. */
const MAX_REMEMBERED = 80;

/** Troubles that one message tells at most. */
const MAX_TOLD = 20;

type Told = Record<string, readonly [since: number, toldAt: number, lasts: 0 | 1 | 2]>;

/** What is to be told, and how. */
export interface WatchPlan {
  /** The message to the chosen webhook, none where there is no webhook that could be told; and the memory of what was told. */
  readonly plan: Plan;
  /** The same as mail, for where no message is taken; '' when there is nothing that is worth a mail. */
  readonly mail: string;
}

/**
 * Decides which troubles people are told of: new ones at once, what lasts once a day, and when it has ended.
 *
 * @param events - what went wrong in this execution
 * @param withConfiguration - whether the configuration is looked at as well, which checks every entry
 */
export function watch(facts: StoredFacts, events: readonly Trouble[], withConfiguration: boolean): WatchPlan {
  const { snapshot } = facts;
  const now = Math.floor(facts.now / 1000);
  const before = readTold(snapshot[WATCH_KEY]);
  const toldByDelivery = refusalsToldByDelivery(facts);
  const told: Told = {};
  const news: Trouble[] = [];
  const note = (trouble: Trouble, againAfter: number, lasts: 0 | 1 | 2): void => {
    if (told[trouble.key] !== undefined) return;
    const [since = now, toldAt = toldByDelivery.has(trouble.key) ? now : 0] = before[trouble.key] ?? [];
    const isNews = now - toldAt >= againAfter;
    if (isNews) news.push(trouble);
    told[trouble.key] = [since, isNews ? now : toldAt, lasts];
  };
  for (const row of runningHealth(facts).filter(isWorthTelling)) note(toTrouble(row), AGAIN_AFTER, 1);
  const ofConfiguration = withConfiguration ? configurationHealth(facts) : [];
  for (const row of ofConfiguration.filter(isWorthTelling)) note(toTrouble(row), AGAIN_AFTER, 2);
  for (const event of events) note(event, EVENT_AGAIN_AFTER, 0);
  const over: string[] = [];
  for (const [key, entry] of Object.entries(before)) {
    const [, toldAt, lasts] = entry;
    if (told[key] !== undefined) continue;
    const isOpen = lasts === 0 ? now - toldAt < FORGET_AFTER : lasts === 2 && !withConfiguration;
    if (isOpen) told[key] = entry;
    else if (lasts !== 0) over.push(key);
  }
  return tell(facts, news, over, told, writeTold(told) === (snapshot[WATCH_KEY] ?? '{}'));
}

/** The rows that someone must act on. */
const isWorthTelling = ({ state, check }: HealthRow): boolean =>
  state === 'problem' ||
  (state === 'warning' && ['Outbox', 'Requests by monitors', 'Trigger runtime today'].includes(check));

/**
 * The keys of refused webhooks that delivery tells of the moment Chat refuses them: they are not news here for a day.
 * Where it cannot tell, or the chosen webhook is the one refused, they are.
 */
function refusalsToldByDelivery(facts: StoredFacts): ReadonlySet<string> {
  const to = webhookToTell(facts);
  const refused = [...readBreakers(facts.snapshot, facts.now)].filter(
    ([name, { kind }]) => kind === 'refused' && name !== to,
  );
  return new Set(to === undefined ? [] : refused.map(([name]) => `Webhook "${name}"`));
}

/** The webhook for notices, if one is named that can be told. */
function webhookToTell({ snapshot, now }: StoredFacts): string | undefined {
  const to = snapshot[NOTICES_KEY] ?? '';
  const canTell = findWebhook(snapshot, to) !== undefined && readBreakers(snapshot, now).get(to)?.kind !== 'refused';
  return canTell ? to : undefined;
}

const toTrouble = ({ check, found, fix }: HealthRow): Trouble => ({
  key: keyOf(check, found),
  text: `${check}: ${found}.${fix === '' ? '' : ` ${fix}`}`,
});

/** What a row is about: its check, and of several of one check which. What changes while it lasts is left out. */
const keyOf = (check: string, found: string): string =>
  check === 'Configuration' ? `${check} ${fingerprint(found)}` : check;

function tell(
  facts: StoredFacts,
  news: readonly Trouble[],
  over: readonly string[],
  told: Told,
  isSame: boolean,
): WatchPlan {
  const entries = isSame ? {} : { [WATCH_KEY]: writeTold(told) };
  if (news.length === 0 && over.length === 0) return { plan: { items: [], entries, removals: [] }, mail: '' };
  const to = webhookToTell(facts);
  const lines = news.slice(0, MAX_TOLD).map(({ text }) => `• ${text}`);
  if (news.length > MAX_TOLD) lines.push(`• … and ${news.length - MAX_TOLD} more: see doctor()`);
  const ended = over.map((key) => key.replace(/^Configuration .*/, 'Configuration'));
  const text = [
    ...(lines.length === 0 ? [] : ['⚠️ Chat Courier needs attention:', ...lines]),
    ...(ended.length === 0 ? [] : [`✅ In order again: ${[...new Set(ended)].join(', ')}.`]),
  ].join('\n');
  const mail = lines.length === 0 ? '' : text;
  if (to === undefined) return { plan: { items: [], entries, removals: [] }, mail };
  const id = `watch/${fingerprint(`${text} ${Math.floor(facts.now / 60_000)}`)}`;
  const message = escapeText(text.replace(/"<[^>"]*>"/g, '"…"'));
  return {
    plan: {
      // Dropped or held by a mute, it would be remembered as told all the same.
      items: [{ to, message, id, threadKey: 'chat-courier-watch', priority: 'critical' }],
      entries,
      removals: [],
      mend: () => ({ [WATCH_KEY]: facts.snapshot[WATCH_KEY] ?? '{}' }),
    },
    mail,
  };
}

function readTold(text: string | undefined): Told {
  try {
    const stored = JSON.parse(text ?? '{}') as unknown;
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
    return Object.fromEntries(
      Object.entries(stored as Record<string, unknown>).filter(
        ([, entry]) => Array.isArray(entry) && typeof entry[0] === 'number' && typeof entry[1] === 'number',
      ),
    ) as Told;
  } catch {
    return {};
  }
}

function writeTold(told: Told): string {
  const entries = Object.entries(told).sort(([, a], [, b]) => b[1] - a[1]);
  return JSON.stringify(Object.fromEntries(entries.slice(0, MAX_REMEMBERED)));
}
