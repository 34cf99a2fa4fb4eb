import type { Network, OutgoingRequest, Outcome } from '../network';
import type { Chat } from './chat';

export interface ChatNetworkOptions {
  /** How long an exchange takes, milliseconds: always the same, or drawn anew for each. @default 0 */
  readonly latencyMs?: number | (() => number);
  /** Serves what is not for Chat. @default no other host exists */
  readonly elsewhere?: Network;
}

const CHAT_ORIGIN = 'https://chat.googleapis.com';

/**
 * The wire between `UrlFetchApp` and a {@link Chat} in the same process, in virtual time. Half of the latency passes before
 * Chat sees a request. An answer that is dropped, or comes too late, is a time-out: the message may be there all the same.
 */
export function chatNetwork(chat: Chat, { latencyMs = 0, elsewhere }: ChatNetworkOptions = {}): Network {
  const draw = typeof latencyMs === 'number' ? () => latencyMs : latencyMs;

  return {
    exchange(batch, startedAt) {
      const outcomes = new Array<Outcome>(batch.length);
      const forChat: Flight[] = [];
      const others: number[] = [];
      batch.forEach((request, index) => {
        const tookMs = draw();
        if (isForChat(request.url)) forChat.push({ request, index, tookMs, arrivesAt: startedAt + tookMs / 2 });
        else others.push(index);
      });
      // Chat serves in order of arrival, and of sending among those that arrive together.
      forChat.sort((one, other) => one.arrivesAt - other.arrivesAt || one.index - other.index);
      for (const flight of forChat) outcomes[flight.index] = serve(chat, flight);

      const requests = others.map((index) => batch[index] as OutgoingRequest);
      const answers = requests.length > 0 && elsewhere ? elsewhere.exchange(requests, startedAt) : [];
      others.forEach((index, place) => (outcomes[index] = answers[place] ?? { kind: 'dns', tookMs: 0 }));
      return outcomes;
    },
  };
}

interface Flight {
  readonly request: OutgoingRequest;
  readonly index: number;
  readonly tookMs: number;
  readonly arrivesAt: number;
}

function serve(chat: Chat, { request, tookMs, arrivesAt }: Flight): Outcome {
  const { status, headers, body, isAnswered, latencyMs } = chat.handle(request, Math.round(arrivesAt));
  const totalMs = Math.round(tookMs + latencyMs);
  if (!isAnswered || totalMs > request.timeoutMs) return { kind: 'timeout', tookMs: request.timeoutMs };
  return { kind: 'answer', status, headers, body: Buffer.from(body), tookMs: totalMs };
}

function isForChat(url: string): boolean {
  return url.startsWith(CHAT_ORIGIN) && /^[/?#]|^$/.test(url.slice(CHAT_ORIGIN.length, CHAT_ORIGIN.length + 1));
}
