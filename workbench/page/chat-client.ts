import type { ChatMessage, ChatRequest, ChatState } from './chat-types';

/** How many of each the page keeps. */
const kept = 5000;

async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

/**
 * Follows the local Chat: everything there is, then each thing as it comes. When the server goes and comes back, all is
 * read again.
 *
 * @param changed - called with the whole state after each change
 */
export function followChat(changed: (state: ChatState) => void): void {
  let state: ChatState = { messages: [], requests: [], isLive: false };
  const set = (changes: Partial<ChatState>) => changed((state = { ...state, ...changes }));

  const readAll = async () => {
    const [{ messages }, { requests }] = await Promise.all([
      getJson<{ messages: ChatMessage[] }>('/api/v1/messages'),
      getJson<{ requests: ChatRequest[] }>('/api/v1/requests'),
    ]);
    set({ messages, requests, isLive: true });
  };

  const events = new EventSource('/api/v1/events');
  events.addEventListener('open', () => void readAll().catch(() => set({ isLive: false })));
  events.addEventListener('error', () => set({ isLive: false }));
  events.addEventListener('message.created', (event) => {
    set({ messages: [...state.messages, JSON.parse(event.data as string) as ChatMessage].slice(-kept) });
  });
  events.addEventListener('request.received', (event) => {
    set({ requests: [...state.requests, JSON.parse(event.data as string) as ChatRequest].slice(-kept) });
  });
  // What this page missed is more than the server kept.
  events.addEventListener('gap', () => void readAll().catch(() => set({ isLive: false })));
  events.addEventListener('reset', () => set({ messages: [], requests: [] }));
}
