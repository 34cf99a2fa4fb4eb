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
