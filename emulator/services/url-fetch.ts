import { ServiceException } from '../exception';
import { Exception, type Google } from '../facade/google';
import {
  FETCH_ANSWER_MAX_BYTES,
  FETCH_BODY_MAX_BYTES,
  FETCH_HEADER_MAX_BYTES,
  FETCH_HEADERS_MAX,
  FETCH_URL_MAX_CHARACTERS,
} from '../limits';
import type { Network, OutgoingRequest, Outcome } from '../network';
import type { Quotas } from '../quotas';
import { Blob, decode, toSigned } from './blob';
import { readRequest, requestView, type FetchRequest } from './url-fetch-request';
import type { CallContext, Caller } from './service';

/** An answer as it crosses into an execution; `body` has one character per byte. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Redirects that are followed before UrlFetchApp gives up. Not documented; the custom of HTTP clients. */
const REDIRECTS_MAX = 20;

/** Characters of an unwanted answer's body that its exception repeats. Not documented; samples in public are about so long. */
const TRUNCATED_RESPONSE_CHARACTERS = 200;

const EXCEPTIONS: Readonly<Record<'dns' | 'unreachable' | 'timeout', (url: string) => string>> = {
  dns: (url) => `DNS error: ${url}`,
  unreachable: (url) => `Address unavailable: ${url}`,
  timeout: (url) => `Timeout: ${url}`,
};

/** UrlFetchApp's way out. */
export class UrlFetchHost {
  constructor(
    private readonly network: Network,
    private readonly quotas: Quotas,
    private readonly userAgent: string,
  ) {}

  fetch(context: CallContext, request: FetchRequest): FetchAnswer {
    return this.fetchAll(context, [request])[0] as FetchAnswer;
  }

  /** One request that fails outright makes the whole call throw, though others were served. */
  fetchAll(context: CallContext, requests: readonly FetchRequest[]): FetchAnswer[] {
    for (const request of requests) checkLimits(request);
    this.quotas.spend('urlFetchCalls', requests.length, context.now);
    const outcomes = this.#exchange(requests.slice(0, context.entriesMax), context);
    return outcomes.map((outcome, index) => answerOf(requests[index] as FetchRequest, outcome));
  }

  #exchange(requests: readonly FetchRequest[], context: CallContext): Outcome[] {
    let open = requests.map((request, index) => ({ index, request: this.#outgoing(request) }));
    const outcomes: Outcome[] = [];
    let tookMs = 0;
    for (let hop = 0; open.length > 0; hop += 1) {
      const answers = this.network.exchange(
        open.map(({ request }) => request),
        context.now + tookMs,
      );
      tookMs += Math.max(...answers.map((answer) => answer.tookMs));
      const redirected: typeof open = [];
      open.forEach(({ index, request }, position) => {
        const outcome = answers[position] as Outcome;
        const next = requests[index]?.followRedirects === true && hop < REDIRECTS_MAX && redirect(request, outcome);
        if (next) redirected.push({ index, request: next });
        else outcomes[index] = outcome;
      });
      open = redirected;
    }
    context.readyAt(context.now + tookMs);
    return outcomes;
  }

  #outgoing({ method, url, headers, contentType, payload, timeoutSeconds }: FetchRequest): OutgoingRequest {
    const body =
      payload === null ? Buffer.alloc(0) : Buffer.from(payload.data, payload.kind === 'text' ? 'utf8' : 'latin1');
    const own: [string, string][] = [];
    if (payload !== null && !headers.some(([name]) => /^content-type$/i.test(name)))
      own.push(['Content-Type', contentType]);
    if (!headers.some(([name]) => /^user-agent$/i.test(name))) own.push(['User-Agent', this.userAgent]);
    return {
      method: method.toUpperCase(),
      url,
      headers: [...headers, ...own],
      body,
      timeoutMs: timeoutSeconds * 1000,
    };
  }
}

function checkLimits({ url, headers, payload }: FetchRequest): void {
  if (url.length > FETCH_URL_MAX_CHARACTERS) throw new ServiceException('Limit Exceeded: URLFetch URL Length.');
  if (headers.length > FETCH_HEADERS_MAX) throw new ServiceException('Limit Exceeded: URLFetch Header Count.');
  if (headers.some(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value) > FETCH_HEADER_MAX_BYTES)) {
    throw new ServiceException('Limit Exceeded: URLFetch Header Size.');
  }
  if (payload && Buffer.byteLength(payload.data, payload.kind === 'text' ? 'utf8' : 'latin1') > FETCH_BODY_MAX_BYTES) {
    throw new ServiceException('Limit Exceeded: URLFetch POST Size.');
  }
}

/** The request a redirect asks for, or false. 307 and 308 keep method and body, the others become GET. */
function redirect(request: OutgoingRequest, outcome: Outcome): OutgoingRequest | false {
  if (outcome.kind !== 'answer' || ![301, 302, 303, 307, 308].includes(outcome.status)) return false;
  const location = outcome.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || !URL.canParse(location, request.url)) return false;
  const url = new URL(location, request.url).href;
  if (outcome.status >= 307) return { ...request, url };
  const headers = request.headers.filter(([name]) => !/^content-(type|length)$/i.test(name));
  return { ...request, url, headers, method: request.method === 'HEAD' ? 'HEAD' : 'GET', body: Buffer.alloc(0) };
}

function answerOf({ url, muteHttpExceptions }: FetchRequest, outcome: Outcome): FetchAnswer {
  if (outcome.kind !== 'answer') throw new ServiceException(EXCEPTIONS[outcome.kind](url));
  const body = Buffer.from(outcome.body.buffer, outcome.body.byteOffset, outcome.body.byteLength);
  if (!muteHttpExceptions && outcome.status >= 400) {
    const origin = /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;
    const start = body.toString('utf8').slice(0, TRUNCATED_RESPONSE_CHARACTERS);
    throw new ServiceException(
      `Request failed for ${origin} returned code ${String(outcome.status)}. Truncated server response: ${start} ` +
        '(use muteHttpExceptions option to examine full response)',
    );
  }
  // Google cuts a longer answer off.
  return {
    status: outcome.status,
    headers: outcome.headers,
    body: body.subarray(0, FETCH_ANSWER_MAX_BYTES).toString('latin1'),
  };
}

/** An answer as scripts see it. */
export class HTTPResponse {
  readonly #google: Google;
  readonly #answer: FetchAnswer;

  constructor(google: Google, answer: FetchAnswer) {
    this.#google = google;
    this.#answer = answer;
  }

  getResponseCode(): number {
    return this.#answer.status;
  }

  getContentText(charset?: string): string {
    return decode(this.#google.native, this.#answer.body, charset ?? this.#charset() ?? 'UTF-8');
  }

  getContent(): number[] {
    return toSigned(this.#answer.body);
  }

  /** Names in the server's casing; of a repeated header the last one. */
  getHeaders(): Record<string, string> {
    return Object.fromEntries(this.#answer.headers);
  }

  /** As getHeaders, repeated headers as arrays. */
  getAllHeaders(): Record<string, string | string[]> {
    const all: Record<string, string | string[]> = {};
    for (const [name, value] of this.#answer.headers) {
      const before = all[name];
      all[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return all;
  }

  getBlob(): Blob {
    const type = this.#header('content-type')?.split(';')[0]?.trim() ?? null;
    const name = /filename="?([^";]+)/i.exec(this.#header('content-disposition') ?? '')?.[1] ?? null;
    return new Blob(this.#google.native, this.#answer.body, type, name);
  }

  getAs(contentType: string): Blob {
    return this.getBlob().getAs(contentType);
  }

  /** The whole answer's text, as String(response) gives it. */
  toString(): string {
    return this.getContentText();
  }

  #header(wanted: string): string | undefined {
    return this.#answer.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  }

  #charset(): string | undefined {
    return /charset="?([^";]+)/i.exec(this.#header('content-type') ?? '')?.[1];
  }
}

/** UrlFetchApp inside an execution. */
export function urlFetchFacade(google: Google) {
  const call: Caller<UrlFetchHost> = google.caller<UrlFetchHost>('UrlFetchApp');
  return {
    fetch: (url?: unknown, params?: unknown) =>
      new HTTPResponse(google, call('fetch', readRequest(google.native, url, params))),
    fetchAll(requests?: unknown) {
      if (!Array.isArray(requests)) {
        throw new Exception("The parameters (null) don't match the method signature for UrlFetchApp.fetchAll.");
      }
      const read = requests.map((request: unknown) =>
        typeof request === 'string'
          ? readRequest(google.native, request)
          : readRequest(google.native, (request as { url?: unknown } | null)?.url, request),
      );
      if (read.length === 0) return [];
      return call('fetchAll', read).map((answer) => new HTTPResponse(google, answer));
    },
    getRequest: (url?: unknown, params?: unknown) => requestView(readRequest(google.native, url, params)),
  };
}
