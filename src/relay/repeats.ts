import type { Plan, Refusal, SendItem } from '../delivery/types';
import { escapeText } from '../message/escape';
import { bold } from '../message/markup';
import { formatLocal, localTime } from '../schedule/zone';
import { MEMORY_PREFIX, readMemory, writeMemory, type Memory, type Remembered } from './memory';
import { threadKeyOf } from './receive';
import { REPEAT_MINUTES, type Source } from './source';
import { hashOf } from './secret';

/**
 * Events that were repeated and only counted, once their time is over: one message each, in the event's thread.
 *
 * @param now - epoch milliseconds
 */
export function planRepeats(
  snapshot: Readonly<Record<string, string>>,
  sources: readonly Source[],
  now: number,
  timeZone: string,
): Plan {
  const items: SendItem[] = [];
  const entries: Record<string, string> = {};
  /** By the ids of the messages: what was remembered before. */
  const before = new Map<string, { key: string; memory: Memory; hash: string; known: Remembered }>();
  for (const source of sources) {
    const key = MEMORY_PREFIX + source.id;
    if (snapshot[key] === undefined || source.to === undefined) continue;
    const memory = readMemory(snapshot[key]);
    const repeatMs = (source.repeatMinutes ?? REPEAT_MINUTES) * 60_000;
    for (const [hash, known] of memory.seen) {
      const { count, toldAt, lastAt, turn, title, subject } = known;
      if (count < 2 || now - toldAt < repeatMs) continue;
      memory.seen.set(hash, { ...known, count: 0 });
      const more = count - 1;
      const until = formatLocal(localTime(lastAt, timeZone)).slice(11, 16);
      const id = `relay/${source.id}/repeats/${hashOf([hash, turn, count].join('\n'))}`;
      before.set(id, { key, memory, hash, known });
      items.push({
        to: source.to,
        message: {
          text: `🔁 ${bold(escapeText(title))}: ${more} more ${more === 1 ? 'time' : 'times'}, the last at ${until}`,
        },
        id,
        ...(subject !== '' && { threadKey: threadKeyOf(source, subject) }),
      });
      entries[key] = '';
    }
    if (entries[key] !== undefined) entries[key] = writeMemory(memory);
  }
  // What is not taken was not told: looked at again, it is still to be told. What is dropped is not.
  const mend = (refusals: readonly Refusal[]) => {
    const mended: Record<string, string> = {};
    for (const { id } of refusals) {
      const one = before.get(id);
      if (one === undefined) continue;
      one.memory.seen.set(one.hash, one.known);
      mended[one.key] = writeMemory(one.memory);
    }
    return mended;
  };
  return { items, entries, removals: [], mend };
}
