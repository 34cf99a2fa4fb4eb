import type { ChatMessage, RequestRecord } from './history';

/** What a search looks for. Everything must match. */
export interface Search {
  /** The space's id. */
  readonly space?: string;
  /** A thread's key, name or id. */
  readonly thread?: string;
  /** HTTP status; a message was answered 200. */
  readonly status?: string;
  /** "card", "thread" (a reply), "warning". */
  readonly has?: readonly string[];
  /** Texts that must be in it, in lower case. */
  readonly words?: readonly string[];
}

const TERM = /(?:(space|thread|status|has):)?(?:"([^"]*)"|(\S+))/gi;

/** What `has:` may ask for. */
const FEATURES = {
  card: ({ message }: ChatMessage) => message['cardsV2'] !== undefined || message['cards'] !== undefined,
  thread: ({ isReply, threadKey }: ChatMessage) => isReply || threadKey !== '',
  warning: ({ warnings }: ChatMessage) => warnings.length > 0,
} as const;

/**
 * Reads a search: `space:ops thread:1042 status:429 has:card late "two words"`. Case does not matter; what has no known
 * prefix is a word.
 *
 * @throws {@link Error} `has:` asks for something unknown
 */
export function parseSearch(text: string): Search {
  const search: { space?: string; thread?: string; status?: string } = {};
  const has: string[] = [];
  const words: string[] = [];
  for (const [, prefix, quoted, bare] of text.matchAll(TERM)) {
    const value = quoted ?? bare ?? '';
    switch (prefix?.toLowerCase()) {
      case undefined:
        words.push(value.toLowerCase());
        break;
      case 'has':
        if (!Object.hasOwn(FEATURES, value))
          throw new Error(`Expected has: one of ${Object.keys(FEATURES).join(', ')}; got ${value}.`);
        has.push(value);
        break;
      default:
        search[prefix?.toLowerCase() as keyof typeof search] = value;
    }
  }
  return { ...search, has, words };
}

/** Says of a message whether it is looked for. */
export function matchesMessage(message: ChatMessage, { space, thread, status, has = [], words = [] }: Search): boolean {
  if (space !== undefined && message.space !== bareSpace(space)) return false;
  if (thread !== undefined && !isInThread(message, thread)) return false;
  if (status !== undefined && status !== '200') return false;
  if (!has.every((feature) => FEATURES[feature as keyof typeof FEATURES](message))) return false;
  if (words.length === 0) return true;
  const text = `${message.text}\n${JSON.stringify(message.message)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Says of a request whether it is looked for. @param search - without `has` and `thread`, which look at messages */
export function matchesRequest(request: RequestRecord, { space, status, words = [] }: Search): boolean {
  if (space !== undefined && request.space !== bareSpace(space)) return false;
  if (status !== undefined && status !== String(request.status)) return false;
  if (words.length === 0) return true;
  const text = `${request.body}\n${request.errorMessage}\n${request.requestId}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isInThread({ thread, threadKey }: ChatMessage, wanted: string): boolean {
  return threadKey === wanted || thread === wanted || thread.endsWith(`/threads/${wanted}`);
}

function bareSpace(space: string): string {
  return space.replace(/^spaces\//, '');
}
