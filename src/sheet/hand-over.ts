import type { Refusal } from '../delivery/types';
import type { Trouble } from '../schedule/run';
import { toldKeys, type Composed } from './compose';
import type { TabDecision } from './decide';
import { writeMemory } from './memory';
import { mayPass, owing } from './owing';
import { PENDING_KEY, pendingOf, readPending, writePending } from './pending';
import { rowsOf, trouble } from './troubles';
import type { Snapshot, WatchSetting } from './watch-setting';
import type { WatchedTab } from './watched';

/** Hands the messages over, and mends what is remembered when one finds no room. */
export function handOver(
  tab: WatchedTab,
  snapshot: Snapshot,
  { memory }: TabDecision,
  composed: Composed,
  { accept, store, log }: WatchSetting,
): Trouble[] {
  const { outgoing, unsaid, remarks } = composed;
  const { maxBytes } = tab;
  const changes = writeMemory(snapshot, tab.key, memory, maxBytes);
  if (changes.forgotten > memory.forgotten)
    log.write('warning', 'sheet.memory-full', { tab: tab.name, rows: changes.forgotten });
  const pending = pendingOf(tab, memory, outgoing);
  const entries = {
    ...composed.entries,
    ...changes.entries,
    ...(pending.length > 0 && { [PENDING_KEY]: writePending([...readPending(snapshot[PENDING_KEY]), ...pending]) }),
  };
  const { removals } = changes;
  const refusedOf = (refusals: readonly Refusal[]) =>
    outgoing.flatMap((one) => {
      const own = refusals.filter(({ id }) => id === one.item.id);
      return own.length === 0 ? [] : [{ ...one, refusals: own }];
    });
  const mend = (refusals: readonly Refusal[]) => {
    const later = refusedOf(refusals).filter((one) => mayPass(one.refusals));
    if (later.length === 0) return {};
    return writeMemory(after(snapshot, entries, removals), tab.key, owing(memory, later), maxBytes).entries;
  };
  const refusals = accept({ items: outgoing.map(({ item }) => item), entries, removals, mend }, snapshot);
  for (const key of toldKeys(outgoing, refusals)) store.remove(key);
  const refused = refusedOf(refusals);
  for (const { rule, row, text } of remarks) log.write('warning', 'sheet.template', { rule, row, text });
  for (const { firing, reason } of unsaid)
    log.write('warning', 'sheet.unsaid', { rule: firing.compiled.rule.id, row: firing.row.number, reason });
  for (const one of refused)
    log.write('error', 'sheet.refused', { id: one.item.id ?? '', reason: one.refusals[0]?.error.message ?? '' });
  return [
    ...refused.map((one) =>
      trouble(one.firings[0]?.compiled.rule, `row ${rowsOf(one)}: ${one.refusals[0]?.error.message ?? ''}`),
    ),
    ...unsaid.map(({ firing, reason }) => trouble(firing.compiled.rule, `row ${firing.row.number}: ${reason}`)),
  ];
}

/** The store as it is when these were written and those removed. */
function after(snapshot: Snapshot, entries: Snapshot, removals: readonly string[]): Snapshot {
  const stored = { ...snapshot, ...entries };
  for (const key of removals) delete stored[key];
  return stored;
}
