import type { Platform } from '../platform/platform';
import type { Trouble } from '../schedule/run';
import { redact } from '../redact';
import { installationEntry, readInstallation } from './installation';
import { isSilent, readPulse } from './pulse';
import { staleTicks, wordsOf } from './set-up';
import { applyTriggers, planTriggers, readTickMinutes, type NeededTrigger } from './triggers';

/** When triggers and configuration were last looked at, and at which configuration: "cc/i/l" holds "1764036000 1x9f…". */
export const LOOKED_KEY = 'cc/i/l';

/** A tick looks this often, milliseconds … */
const LOOK_EVERY_MS = 60 * 60_000;
/** … and another execution, when the clock is silent, no more often than this. */
const RETRY_EVERY_MS = 10 * 60_000;

/**
 * Whether an execution should look at triggers and configuration: a tick once an hour and when the configuration is another
 * one, any other execution when the clock has given no sign of life. Pure, and so cheap that every execution asks.
 *
 * @param version - the configuration's; only a tick needs it
 */
export function shouldLook(snapshot: Snapshot, version: string, isTick: boolean, now: number): boolean {
  const installation = readInstallation(snapshot);
  // Never set up, or taken away again: not ours to repair.
  if (installation === undefined) return false;
  const [at = '0', lastVersion] = (snapshot[LOOKED_KEY] ?? '').split(' ');
  const agoMs = now - Number(at) * 1000;
  if (isTick) return agoMs >= LOOK_EVERY_MS || lastVersion !== version;
  return isSilent(snapshot, installation.at, now) && agoMs >= RETRY_EVERY_MS;
}

type Snapshot = Readonly<Record<string, string>>;

/**
 * Puts triggers right that are missing, doubled or stopped, where they are this account's to put right.
 *
 * @param needed - the triggers that should be there
 * @returns what was found, for a person to hear of
 */
export function repairTriggers(
  { triggers, store, project, clock, log }: Platform,
  snapshot: Snapshot,
  needed: readonly NeededTrigger[],
  version: string,
  isTick: boolean,
): Trouble[] {
  const now = clock.now();
  const installation = readInstallation(snapshot);
  if (installation === undefined) return [];
  const looked = { [LOOKED_KEY]: `${Math.floor(now / 1000)} ${version}` };
  const tickMinutes = readTickMinutes(snapshot);
  try {
    // Noted first: what fails below is not tried again with every message.
    store.write(looked);
    const { owner } = installation;
    const user = project.user();
    if (user !== '' && owner !== '' && user !== owner) {
      // Someone else runs this by hand. Another account's triggers can be neither seen nor mended.
      if (isTick) return [];
      const text = `The clock trigger has given no sign of life. It belongs to ${owner}, who must run setUp; or run setUp yourself to take over.`;
      return [{ key: 'triggers', text }];
    }
    const existing = triggers.list();
    // A tick that runs has a trigger that runs, whatever the last sign of life says.
    const stale = isTick ? [] : staleTicks(snapshot, existing, installation, tickMinutes, now);
    const plan = planTriggers(existing, needed, stale);
    const isChange = plan.create.length > 0 || plan.remove.length > 0;
    if (isChange) applyTriggers(triggers, plan, tickMinutes);
    if (!isChange) return [];
    if (!isTick) store.write(installationEntry({ ...installation, at: now, tickMinutes }));
    const words = wordsOf({ ...plan, foreign: 0 }, stale, tickMinutes).join(' ');
    log.write('warning', 'setup.repaired', { did: words });
    return [{ key: 'triggers', text: `Triggers were not in order and have been put right: ${words}` }];
  } catch (error) {
    const reason = redact(String((error as { message?: unknown } | null)?.message ?? error));
    log.write('error', 'setup.repair-failed', { reason });
    return [{ key: 'triggers', text: `Triggers are not in order and could not be put right: ${reason} Run setUp.` }];
  }
}

/** A tick that comes late: what passed before it was caught up with. */
export function lateTick(snapshot: Snapshot, now: number): Trouble[] {
  const installation = readInstallation(snapshot);
  const pulse = readPulse(snapshot);
  if (installation === undefined || pulse === undefined || !isSilent(snapshot, installation.at, now)) return [];
  const minutes = Math.round((now - pulse.at) / 60_000);
  return [
    {
      key: 'tick/late',
      text: `No tick ran for about ${minutes} minutes. Schedules catch up as each of them says; what waited is being sent.`,
    },
  ];
}
