import type { Platform, TriggerInfo } from '../platform/platform';
import { redact } from '../redact';
import { installationEntry, readInstallation, type Installation } from './installation';
import { isSilent } from './pulse';
import { PERMISSIONS, scopeUrl } from './scopes';
import {
  applyTriggers,
  planTriggers,
  readTickMinutes,
  TICK,
  triggerInWords,
  type NeededTrigger,
  type TriggerPlan,
} from './triggers';

/** What setUp or tearDown did. */
export interface SetUpReport {
  /** What was done, in plain words. */
  readonly done: readonly string[];
  /** What is still missing, and what to do about it; empty when everything is in order. */
  readonly missing: readonly string[];
}

/**
 * Puts every needed trigger right, and only ours. Run any number of times it changes nothing more.
 *
 * @param neededTriggers - the triggers that should be there; asked once the permissions are given
 */
export function setUp(platform: Platform, neededTriggers: () => readonly NeededTrigger[]): SetUpReport {
  const { project, store, triggers, clock, log } = platform;
  const required = PERMISSIONS.filter(({ isRequired }) => isRequired);
  const notGiven = project.missingScopes(required.map(scopeUrl));
  for (const permission of required.filter((one) => notGiven.includes(scopeUrl(one)))) {
    log.print(`Google will ask for the permission to ${permission.purpose}. Without it ${permission.without}.`);
  }
  // Ends here with Google's consent screen when one is missing and a person runs this.
  project.requireScopes(required.map(scopeUrl));
  const snapshot = store.readAll();
  const now = clock.now();
  const tickMinutes = readTickMinutes(snapshot);
  const before = readInstallation(snapshot);
  const existing = triggers.list();
  const stale = staleTicks(snapshot, existing, before, tickMinutes, now);
  const plan = planTriggers(existing, neededTriggers(), stale);
  const done: string[] = [];
  const missing: string[] = [];
  try {
    applyTriggers(triggers, plan, tickMinutes);
    done.push(...wordsOf(plan, stale, tickMinutes));
  } catch (error) {
    missing.push(
      `A trigger could not be made: ${redact(String((error as { message?: unknown } | null)?.message ?? error))} ` +
        'Google allows 20 triggers for each script and user: remove some that you do not need under Triggers, then run setUp again.',
    );
  }
  const owner = project.user();
  const isNew = before === undefined || plan.create.some(({ handler }) => handler === TICK);
  const installation: Installation = isNew
    ? { at: now, tickMinutes, owner }
    : { ...before, owner: owner === '' ? before.owner : owner };
  if (missing.length === 0 && JSON.stringify(installation) !== JSON.stringify(before))
    store.write(installationEntry(installation));
  if (owner !== '') done.push(`Everything runs as ${owner}.`);
  const withheld = project.missingScopes(PERMISSIONS.map(scopeUrl));
  for (const permission of PERMISSIONS.filter((one) => withheld.includes(scopeUrl(one)))) {
    missing.push(
      `The permission to ${permission.purpose} was not given: ${permission.without}. Run setUp again and tick it.`,
    );
  }
  if (!Object.keys(snapshot).some((key) => key.startsWith('webhook.'))) {
    missing.push(
      'No webhook is set up: add the script property "webhook.default" with the link from Chat, then run quickstart.',
    );
  }
  for (const line of done) log.write('info', 'setup', { did: line });
  for (const line of missing) log.write('warning', 'setup', { missing: line });
  return { done, missing };
}

/** The clock triggers that are there but have stopped, or run at another interval than is wanted now. */
export function staleTicks(
  snapshot: Readonly<Record<string, string>>,
  existing: readonly TriggerInfo[],
  installation: Installation | undefined,
  tickMinutes: number,
  now: number,
): string[] {
  if (installation === undefined) return [];
  const isStale = installation.tickMinutes !== tickMinutes || isSilent(snapshot, installation.at, now);
  return isStale
    ? existing.filter(({ handler, kind }) => handler === TICK && kind === 'clock').map(({ id }) => id)
    : [];
}

/** What a plan did, in plain words. */
export function wordsOf(
  { create, remove, kept, foreign }: TriggerPlan,
  stale: readonly string[],
  tickMinutes: number,
): string[] {
  const replaced = remove.filter(({ id }) => stale.includes(id)).length;
  const doubles = remove.length - replaced;
  return [
    ...create.map((trigger) => {
      const isReplaced = trigger.handler === TICK && replaced > 0;
      return `${isReplaced ? 'Replaced' : 'Made'} the trigger that ${triggerInWords(trigger, tickMinutes)}${isReplaced ? ', which had stopped or ran at another interval' : ''}.`;
    }),
    ...(doubles === 0
      ? []
      : [
          `Removed ${countTriggers(doubles)} of ours that ${doubles === 1 ? 'was' : 'were'} doubled or not needed any more.`,
        ]),
    ...(create.length === 0 && remove.length === 0 ? [`All is in place: ${countTriggers(kept.length)}.`] : []),
    ...(foreign === 0 ? [] : [`Left alone ${countTriggers(foreign)} of other functions.`]),
  ];
}

const countTriggers = (count: number): string => `${count} trigger${count === 1 ? '' : 's'}`;
