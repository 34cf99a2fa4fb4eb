import { Faults } from './faults';
import type { Quota } from './quota';

/** `deleted` and `disabled` (by the administrator) refuse every post; both may change while running. */
export type State = 'active' | 'deleted' | 'disabled';

/** One thread. */
export interface Thread {
  /** "spaces/ops/threads/kPq3…" */
  readonly name: string;
  /** What follows "threads/". */
  readonly id: string;
}

/** One incoming webhook. */
export interface Webhook {
  /** "ops-1": the space's id and the webhook's number in it. No secret. */
  readonly id: string;
  readonly token: string;
  state: State;
  readonly quota: Quota;
  /** The threads it opened, by their key. */
  readonly threadKeys: Map<string, Thread>;
}

/** One space and what Chat knows about it. */
export class Space {
  readonly id: string;
  /** As whoever made it called it. */
  readonly displayName: string;
  readonly quota: Quota;
  readonly faults = new Faults();
  readonly webhooks = new Map<string, Webhook>();
  readonly threads = new Map<string, Thread>();
  /** Used when thread keys are assumed to be shared by the space. */
  readonly threadKeys = new Map<string, Thread>();
  readonly messageIds = new Set<string>();
  state: State = 'active';
  messageCount = 0;

  constructor(id: string, displayName: string, quota: Quota) {
    this.id = id;
    this.displayName = displayName;
    this.quota = quota;
  }

  /** "spaces/ops" */
  get name(): string {
    return `spaces/${this.id}`;
  }

  addWebhook(token: string, quota: Quota): Webhook {
    const id = `${this.id}-${String(this.webhooks.size + 1)}`;
    const webhook: Webhook = { id, token, state: 'active', quota, threadKeys: new Map() };
    this.webhooks.set(token, webhook);
    return webhook;
  }
}
