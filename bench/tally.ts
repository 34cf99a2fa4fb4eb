/** What a Chat remembers, as much of it as is counted. */
export interface Received {
  readonly messages: readonly { readonly space: string; readonly text: string; readonly createdAt: number }[];
  readonly requests: readonly { readonly status: number }[];
}

/** What became of messages. */
export interface Tally {
  /** Never created. */
  readonly lost: number;
  /** Created once more. */
  readonly duplicated: number;
  /** Created after one of the same space that was to come later. */
  readonly outOfOrder: number;
  readonly requestsPerMessage: number;
  /** The part of the requests that were answered with 429, 0 to 1. */
  readonly refused: number;
  /** When the last message was created, epoch milliseconds. */
  readonly endedAt: number;
  /** The same for each space. */
  readonly endedAtOf: ReadonlyMap<string, number>;
}

/** @param sent - space to the texts that were to arrive there, each unique, in their order */
export function tally({ messages, requests }: Received, sent: ReadonlyMap<string, readonly string[]>): Tally {
  let lost = 0;
  let duplicated = 0;
  let outOfOrder = 0;
  let created = 0;
  const endedAtOf = new Map<string, number>();
  for (const [space, texts] of sent) {
    const place = new Map(texts.map((text, index) => [text, index]));
    const seen = new Set<number>();
    let greatest = -1;
    for (const message of messages) {
      const index = message.space === space ? place.get(message.text) : undefined;
      if (index === undefined) continue;
      endedAtOf.set(space, message.createdAt);
      if (seen.has(index)) duplicated++;
      else if (index < greatest) outOfOrder++;
      seen.add(index);
      greatest = Math.max(greatest, index);
    }
    lost += texts.length - seen.size;
    created += seen.size;
  }
  return {
    lost,
    duplicated,
    outOfOrder,
    requestsPerMessage: requests.length / created,
    refused: requests.filter(({ status }) => status === 429).length / requests.length,
    endedAt: Math.max(...endedAtOf.values()),
    endedAtOf,
  };
}

export const percent = (part: number): string => `${(100 * part).toFixed(1)}%`;
