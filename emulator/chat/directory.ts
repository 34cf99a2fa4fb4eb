import { type Refusal, REFUSALS, stateRefusal } from './answers';
import type { Assumptions } from './assume';
import type { Fault } from './faults';
import { chatId } from './ids';
import type { Quota } from './quota';
import { parseRequestUrl } from './request-url';
import { Space, type State, type Webhook } from './space';

/** The key in every webhook URL. Google's is common to many webhooks, and no secret. */
export const KEY = 'EXAMPLE_KEY';
/** A token's length, as Google's. */
const TOKEN_CHARACTERS = 43;

/** A webhook and the space it posts to. */
export interface Destination {
  readonly space: Space;
  readonly webhook: Webhook;
}

export interface DirectoryOptions {
  readonly origin: string;
  /** Unknown spaces and tokens are refused, not opened. */
  readonly isStrict: boolean;
  readonly seed: number;
  readonly newQuota: () => Quota;
}

/** The spaces and webhooks that exist. */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #spaces = new Map<string, Space>();
  #webhookCount = 0;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  get spaces(): readonly Space[] {
    return [...this.#spaces.values()];
  }

  /** @param id - as in a URL; undefined finds nothing */
  find(id: string | undefined): Space | undefined {
    return id === undefined ? undefined : this.#spaces.get(id);
  }

  /** The space of that id or name; made if there is none. */
  open(name: string): Space {
    const id = spaceId(name);
    let space = this.#spaces.get(id);
    if (!space) {
      space = new Space(id, name, this.#options.newQuota());
      this.#spaces.set(id, space);
    }
    return space;
  }

  /** Makes a webhook. @returns its URL */
  addWebhook(space: Space): string {
    const { seed, origin, newQuota } = this.#options;
    this.#webhookCount += 1;
    const plain = `EXAMPLE_TOKEN_${space.id}_${String(this.#webhookCount)}_`;
    const letters = [1, 2, 3].map((part) => chatId(seed ^ (part * 0x70cea), this.#webhookCount)).join('');
    // A long name keeps its number and some letters, so that tokens stay distinct and no guess.
    const token = plain + letters.slice(0, Math.max(6, TOKEN_CHARACTERS - plain.length));
    space.addWebhook(token, newQuota());
    return `${origin}/v1/${space.name}/messages?key=${KEY}&token=${token}`;
  }

  /** @throws {@link Error} no webhook of this directory has that URL */
  setWebhookState(url: string, state: State): Space {
    const { space: id, query } = parseRequestUrl(url);
    const space = this.find(id);
    const webhook = space?.webhooks.get(query.find(([name]) => name === 'token')?.[1] ?? '');
    if (!space || !webhook) throw new Error('Expected the URL of a webhook of this Chat; got another one.');
    webhook.state = state;
    return space;
  }

  setFaults(name: string, faults: readonly Fault[], now: number | undefined): Space {
    if (now === undefined && faults.some(({ forMs }) => forMs !== undefined)) {
      throw new Error('Expected the time as third argument of setFaults, because a fault has forMs.');
    }
    const space = this.open(name);
    space.faults.set(faults, now ?? 0);
    return space;
  }

  /** The space a request is for, before it is known whether it is allowed. */
  spaceFor(id: string): Space | undefined {
    return this.#options.isStrict ? this.find(id) : this.open(id);
  }

  /** The webhook a request comes through, or why it may not. */
  destination(id: string, token: string, assume: Assumptions): Destination | { readonly refusal: Refusal } {
    if (token === '') return { refusal: REFUSALS.noToken };
    const space = this.spaceFor(id);
    if (!space) return { refusal: stateRefusal(assume.deleted, REFUSALS.noToken) };
    const known = space.webhooks.get(token);
    if (!known && this.#options.isStrict) return { refusal: stateRefusal(assume.badToken, REFUSALS.noToken) };
    const webhook = known ?? space.addWebhook(token, this.#options.newQuota());
    const states = [space.state, webhook.state];
    if (states.includes('deleted')) return { refusal: stateRefusal(assume.deleted, REFUSALS.noToken) };
    if (states.includes('disabled')) return { refusal: stateRefusal(assume.disabled, REFUSALS.noPermission) };
    return { space, webhook };
  }
}

/** "spaces/ops" and "ops" are the space "ops"; what an id cannot hold becomes a hyphen. */
function spaceId(name: string): string {
  return name.replace(/^spaces\//, '').replace(/[^A-Za-z0-9_-]+/g, '-') || 'space';
}
