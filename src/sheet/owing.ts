import type { Refusal } from '../delivery/types';
import type { Outgoing } from './compose';
import type { Firing } from './decide';
import type { TabMemory } from './memory-types';

/** Refusals that may be over later: what they are about is made again then. */
const FOR_NOW = ['OUTBOX_FULL', 'UNKNOWN_WEBHOOK', 'UNAVAILABLE'];

/** Whether any of the refusals may be over later. */
export const mayPass = (refusals: readonly Refusal[]): boolean =>
  refusals.some(({ error }) => FOR_NOW.includes(error.code));

/**
 * What is remembered when messages find no room: their rows were not told, and are told in a minute. Of a change it is
 * remembered what was there before.
 */
export function owing(memory: TabMemory, refused: readonly Outgoing[]): TabMemory {
  const bySerial = new Map<number, Firing[]>();
  for (const firing of refused.flatMap(({ firings }) => firings)) {
    bySerial.set(firing.serial, [...(bySerial.get(firing.serial) ?? []), firing]);
  }
  const rows = memory.rows.map((row) => {
    const own = bySerial.get(row.serial);
    if (own === undefined) return row;
    const turns = new Map(row.turns);
    const quiet = new Map(row.quiet);
    const waits = new Map(row.waits);
    for (const { compiled, previousTurn } of own) {
      if (previousTurn === 0) turns.delete(compiled.key);
      else turns.set(compiled.key, previousTurn);
      quiet.delete(compiled.key);
      if (!compiled.hasChange) waits.set(compiled.key, memory.lookedAt + 1);
    }
    return { ...row, turns, quiet, waits };
  });
  const owed = [...bySerial.values()].flat().filter(({ compiled }) => compiled.hasChange);
  return { ...memory, rows, nextLookAt: memory.lookedAt + 1, owed: owed.map((firing) => firing.owed) };
}
