import type { Plan, SendItem } from '../delivery/types';
import { escapeText } from '../message/escape';
import { bold } from '../message/markup';
import { formatLocal, localTime } from '../schedule/zone';
import { MEMORY_PREFIX, readMemory, writeMemory } from './memory';
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
      items.push({
        to: source.to,
        message: {
          text: `🔁 ${bold(escapeText(title))}: ${more} more ${more === 1 ? 'time' : 'times'}, the last at ${until}`,
        },
        id: `relay/${source.id}/repeats/${hashOf([hash, turn, count].join('\n'))}`,
        ...(subject !== '' && { threadKey: threadKeyOf(source, subject) }),
      });
      entries[key] = '';
    }
    if (entries[key] !== undefined) entries[key] = writeMemory(memory);
  }
  return { items, entries, removals: [] };
}
