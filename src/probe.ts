import type { Platform } from './platform/platform';
import { readAnswer, readNoAnswer, type Answer } from './delivery/answer';
import { InvalidSettingsError } from './errors';
import { NetworkError, type HttpResponse } from './platform/platform';
import { webhookNames, resolveWebhook, type Snapshot } from './delivery/webhooks';
import type { WebhookUrl } from './delivery/webhook-url';
import { createDelivery } from './delivery/delivery';

/** What the last probe found: "cc/c/probe". */
export const PROBE_KEY = 'cc/c/probe';

/** The webhook that is probed when there is one of this name: of a space where nobody minds a dozen messages. */
export const PROBE_WEBHOOK = 'probe';

/** One question that Google's pages leave open, and what this script and webhook answered. */
export interface Finding {
  /** "requestId" */
  readonly name: string;
  readonly question: string;
  /** `yes`, `no`, or `unclear` with the reason in `detail`. */
  readonly answer: 'yes' | 'no' | 'unclear';
  readonly detail: string;
}

export interface ProbeReport {
  /** When it was made, ISO time. */
  readonly at: string;
  /** The webhook that was probed. */
  readonly to: string;
  readonly findings: readonly Finding[];
}

/** One post of the probe: what Chat answered, and what the headers say. */
interface Post {
  readonly answer: Answer;
  readonly status: number;
  readonly hasRetryAfter: boolean;
}

const PAUSE_MS = 2_500;

/**
 * Tries on a real webhook what Google's pages leave open, and remembers the answers. Posts about a dozen messages.
 *
 * @throws {@link InvalidSettingsError} there is no webhook "probe" and no webhook "default"
 */
export function runProbe(platform: Platform): ProbeReport {
  const snapshot = platform.store.readAll();
  const to = [PROBE_WEBHOOK, 'default'].find((name) => webhookNames(snapshot).includes(name));
  if (to === undefined) {
    throw new InvalidSettingsError(
      [
        {
          path: `webhook.${PROBE_WEBHOOK}`,
          problem: 'is not set',
          expected: "a scratch space's webhook",
          received: 'nothing',
        },
      ],
      `Make a webhook in a scratch space and add it as "${PROBE_WEBHOOK}": the probe posts about a dozen messages to it.`,
    );
  }
  const prober = new Prober(platform, resolveWebhook(snapshot, to), to);
  const report: ProbeReport = {
    at: new Date(platform.clock.now()).toISOString(),
    to,
    findings: [
      prober.requestId(),
      prober.replyOrFail(),
      prober.longText(),
      prober.markupSyntax(),
      ...prober.burst(),
      namedZones(),
      storeKeepsWrites(platform),
    ],
  };
  platform.store.write({ [PROBE_KEY]: JSON.stringify(report) });
  for (const finding of report.findings) platform.log.write('info', 'probe', { ...finding });
  return report;
}

/** What the last probe found; undefined when there was none. */
export function lastProbe(snapshot: Snapshot): ProbeReport | undefined {
  try {
    const report = JSON.parse(snapshot[PROBE_KEY] ?? 'null') as ProbeReport | null;
    return Array.isArray(report?.findings) ? report : undefined;
  } catch {
    return undefined;
  }
}

class Prober {
  private readonly run: string;

  constructor(
    private readonly platform: Platform,
    private readonly webhook: WebhookUrl,
    private readonly to: string,
  ) {
    this.run = platform.random.uuid();
  }

  /** @see https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create, read 2026-11-24 */
  requestId(): Finding {
    const parameters = { requestId: this.platform.random.uuid() };
    const first = this.post({ text: 'Probe: the same request, sent twice' }, parameters);
    this.pause();
    const second = this.post({ text: 'Probe: the same request, sent twice' }, parameters);
    this.pause();
    const question = 'Does Chat make one message of two requests with the same requestId?';
    if (first.answer.kind !== 'sent' || second.answer.kind !== 'sent' || first.answer.name === '') {
      return { name: 'requestId', question, answer: 'unclear', detail: `HTTP ${first.status}, then ${second.status}` };
    }
    return first.answer.name === second.answer.name
      ? { name: 'requestId', question, answer: 'yes', detail: 'a repeated attempt makes no second message' }
      : { name: 'requestId', question, answer: 'no', detail: 'an attempt without an answer may be delivered twice' };
  }

  /** Google's texts differ: the webhook page says that nothing is sent, the API's definition that the thread is made. */
  replyOrFail(): Finding {
    const parameters = { messageReplyOption: 'REPLY_MESSAGE_OR_FAIL' };
    const { answer, status } = this.post(
      { text: 'Probe: a thread that is new', thread: { threadKey: `probe/${this.run}` } },
      parameters,
    );
    this.pause();
    const question = 'Does REPLY_MESSAGE_OR_FAIL make a thread for a new threadKey?';
    const verdict = answer.kind === 'sent' ? 'yes' : status === 404 ? 'no' : 'unclear';
    return { name: 'replyOrFailNewKey', question, answer: verdict, detail: `HTTP ${status}` };
  }

  longText(): Finding {
    const { answer, status } = this.post({ text: `Probe: a long text ${'.'.repeat(5_000)}` }, {});
    this.pause();
    const question = 'Does Chat take a text of more than 4,096 characters?';
    return { name: 'longText', question, answer: verdictOf(answer), detail: `HTTP ${status}` };
  }

  markupSyntax(): Finding {
    const message = { text: 'Probe: **Markdown**', markupSyntax: 'MARKUP_SYNTAX_MARKDOWN' };
    const { answer, status } = this.post(message, {});
    this.pause();
    const question = 'Does a webhook take the field markupSyntax?';
    return { name: 'markupSyntax', question, answer: verdictOf(answer), detail: `HTTP ${status}` };
  }

  burst(): Finding[] {
    this.pause();
    const posts = [1, 2, 3, 4, 5].map((number) => this.post({ text: `Probe: ${number} of 5 at once` }, {}));
    const refused = posts.filter(({ status }) => status === 429);
    const accepted = posts.filter(({ answer }) => answer.kind === 'sent').length;
    const headers = refused.some(({ hasRetryAfter }) => hasRetryAfter);
    this.pause();
    return [
      {
        name: 'burst',
        question: 'Does Chat take several messages within a second?',
        answer: accepted > 1 ? 'yes' : accepted === 1 ? 'no' : 'unclear',
        detail: `${accepted} of 5 taken, ${refused.length} answered 429`,
      },
      {
        name: 'retryAfter',
        question: 'Does a 429 carry a Retry-After header?',
        answer: refused.length === 0 ? 'unclear' : headers ? 'yes' : 'no',
        detail: `${refused.length} answers of 429`,
      },
    ];
  }

  private post(message: object, parameters: Readonly<Record<string, string>>): Post {
    const { clock, http } = this.platform;
    const query = Object.keys(parameters).map((name) => `&${name}=${parameters[name] ?? ''}`);
    const delivery = createDelivery(this.to, message, {}, this.run);
    let response: HttpResponse | undefined;
    let answer: Answer;
    try {
      response = http.fetch({
        method: 'post',
        url: this.webhook.url + query.join(''),
        headers: { 'Content-Type': 'application/json; charset=UTF-8' },
        body: JSON.stringify(message),
        timeoutSeconds: 25,
      });
      answer = readAnswer(response, delivery, clock.now());
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      answer = readNoAnswer(error);
    }
    return { answer, status: response?.status ?? 0, hasRetryAfter: response?.header('Retry-After') !== undefined };
  }

  private pause(): void {
    this.platform.clock.sleep(PAUSE_MS);
  }
}

const verdictOf = ({ kind }: Answer): Finding['answer'] =>
  kind === 'sent' ? 'yes' : kind === 'rejected' ? 'no' : 'unclear';

/** Schedules stand on it. */
function namedZones(): Finding {
  const question = 'Does Intl know named time zones?';
  try {
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Ho_Chi_Minh',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(new Date(0));
    return {
      name: 'namedZones',
      question,
      answer: shown === '08:00' ? 'yes' : 'no',
      detail: `1970-01-01T00:00Z is ${shown} there`,
    };
  } catch (error) {
    return { name: 'namedZones', question, answer: 'no', detail: String(error) };
  }
}

/** The outbox stands on it: a value as large as a segment may be, and keys written together. */
function storeKeepsWrites({ store }: Platform): Finding {
  const question = 'Do script properties keep ten values of 8,800 bytes, written in one call?';
  const keys = Array.from({ length: 10 }, (_, index) => `cc/probe/${index}`);
  try {
    store.write(Object.fromEntries(keys.map((key) => [key, 'é'.repeat(4_400)])));
    const snapshot = store.readAll();
    const kept = keys.filter((key) => snapshot[key] === 'é'.repeat(4_400)).length;
    return {
      name: 'store',
      question,
      answer: kept === keys.length ? 'yes' : 'no',
      detail: `${kept} of ${keys.length} kept`,
    };
  } catch (error) {
    return { name: 'store', question, answer: 'no', detail: String((error as { message?: unknown }).message) };
  } finally {
    for (const key of keys) store.remove(key);
  }
}
