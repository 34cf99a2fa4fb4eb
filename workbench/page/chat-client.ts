/** A message as the local Chat's API gives it, as far as this page shows it. */
export interface ChatMessage {
  /** "spaces/ops/messages/1.1" */
  readonly name: string;
  readonly text?: string;
  readonly cardsV2?: readonly {
    readonly card?: { readonly header?: { readonly title?: string; readonly subtitle?: string } };
  }[];
  readonly thread: { readonly name: string; readonly threadKey?: string };
  readonly space: { readonly name: string };
  /** When it came, ISO time. */
  readonly createTime: string;
}

/** One request that the local Chat received, refused ones too. Key and token are masked by the server. */
export interface ChatRequest {
  readonly id: number;
  /** ISO time. */
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** The HTTP status it was answered with; 0 when the answer was withheld. */
  readonly status: number;
  readonly body: string;
}

/** What the page knows. */
export interface ChatState {
  readonly messages: readonly ChatMessage[];
  readonly requests: readonly ChatRequest[];
  /** Whether the server is there. */
  readonly isLive: boolean;
}

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
  events.addEventListener('reset', () => set({ messages: [], requests: [] }));
}
