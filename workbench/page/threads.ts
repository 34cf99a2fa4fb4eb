import type { ChatMessage } from './chat-types';

/** Messages of one thread, oldest first. */
export interface Thread {
  /** "spaces/ops/threads/1" */
  readonly name: string;
  /** "ops" */
  readonly space: string;
  /** The sender's key; '' when it named none. */
  readonly key: string;
  readonly messages: readonly ChatMessage[];
}

/** "ops" of "spaces/ops/messages/1.1". */
export const spaceOf = ({ name }: { name: string }) => name.split('/')[1] ?? '';

/** The spaces that hold a message, by name, with how many. */
export function spacesOf(messages: readonly ChatMessage[]): { space: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(spaceOf(message), (counts.get(spaceOf(message)) ?? 0) + 1);
  return [...counts].map(([space, count]) => ({ space, count })).sort((a, b) => a.space.localeCompare(b.space));
}

/** The threads of a space, or of all; the one that was spoken in last comes first. */
export function threadsOf(messages: readonly ChatMessage[], space: string | undefined): Thread[] {
  const threads = new Map<string, ChatMessage[]>();
  for (const message of messages) {
    if (space !== undefined && spaceOf(message) !== space) continue;
    const { name } = message.thread;
    // Set anew, so that the map's order is that of the last message.
    const before = threads.get(name) ?? [];
    threads.delete(name);
    threads.set(name, [...before, message]);
  }
  return [...threads]
    .map(([name, all]) => ({
      name,
      space: spaceOf({ name }),
      key: all.find(({ thread }) => thread.threadKey)?.thread.threadKey ?? '',
      messages: all,
    }))
    .reverse();
}
