import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Chat, State } from './chat';
import type { Events } from './events';
import { readFaults } from './fault-input';
import { ApiError, readJson, sendJson } from './http';
import { isObject } from './json';
import { matchesMessage, matchesRequest, parseSearch, type Search } from './search';
import { messageView, requestView, spaceView } from './views';
import { MAX_WAIT_MS, parseWait, type Waiting } from './waiting';

/** The largest body the API reads, bytes. */
const MAX_BODY_BYTES = 1_000_000;

/** What the API stands on. */
export interface ApiContext {
  readonly chat: Chat;
  readonly events: Events;
  readonly waiting: Waiting;
  readonly now: () => number;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** One request to the API. */
interface Call extends ApiContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The space's id, where the route has one. */
  readonly space: string;
}

type Handler = (call: Call) => void | Promise<void>;

/** Every route, as in the OpenAPI file. */
export const API_ROUTES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/api/v1/messages': { GET: listMessages, DELETE: deleteMessages },
  '/api/v1/requests': { GET: listRequests },
  '/api/v1/spaces': { GET: listSpaces, POST: createSpace },
  '/api/v1/spaces/{space}/faults': { PUT: setFaults },
  '/api/v1/spaces/{space}/state': { PUT: setState },
  '/api/v1/events': { GET: ({ events, request, response }) => events.listen(request, response) },
  '/api/v1/reset': { POST: reset },
  '/api/v1/openapi': { GET: sendOpenApi },
};

/** Serves a request under /api. @throws {@link ApiError} 404, 405, and what the routes throw */
export async function serveApi(context: ApiContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const space = /^\/api\/v1\/spaces\/([\w-]+)\//.exec(pathname)?.[1] ?? '';
  const route = API_ROUTES[space === '' ? pathname : pathname.replace(`/${space}/`, '/{space}/')];
  if (!route) throw new ApiError(404, `There is no ${pathname}. GET /api/v1/openapi lists what there is.`);
  const handler = route[request.method ?? ''];
  if (!handler) {
    response.setHeader('Allow', Object.keys(route).join(', '));
    throw new ApiError(
      405,
      `Expected ${Object.keys(route).join(' or ')} for ${pathname}; got ${request.method ?? ''}.`,
    );
  }
  await handler({ ...context, request, response, query: searchParams, space });
}

async function listMessages({ chat, query, response, request, waiting, closing }: Call): Promise<void> {
  const search = searchOf(query, ['space', 'thread']);
  const wait = query.get('wait');
  const count = Number(query.get('count') ?? 1);
  if (!Number.isInteger(count) || count < 1) throw new ApiError(400, 'Expected count to be a whole number from 1.');
  const find = () => chat.messages.filter((message) => matchesMessage(message, search));
  if (wait !== null) {
    const waitMs = parseWait(wait);
    if (waitMs === undefined) {
      const longest = String(MAX_WAIT_MS / 1000);
      throw new ApiError(
        400,
        `Expected wait to be a duration of at most ${longest} s, such as 5s or 500ms; got ${wait}.`,
      );
    }
    const gone = new AbortController();
    request.on('close', () => gone.abort());
    response.on('close', () => gone.abort());
    await waiting.until(() => find().length >= count, waitMs, AbortSignal.any([gone.signal, closing]));
  }
  sendJson(response, 200, { messages: find().map(messageView) });
}

function deleteMessages({ chat, response }: Call): void {
  chat.clear();
  response.writeHead(204).end();
}

function listRequests({ chat, query, response }: Call): void {
  const search = searchOf(query, ['space', 'status']);
  if (search.thread !== undefined || (search.has ?? []).length > 0)
    throw new ApiError(
      400,
      'Expected space:, status: and words; has: and thread: look at messages: ask GET /api/v1/messages for them.',
    );
  const found = chat.requests.filter((request) => matchesRequest(request, search));
  sendJson(response, 200, { requests: found.map(requestView) });
}

function listSpaces({ chat, now, response }: Call): void {
  sendJson(response, 200, { spaces: chat.spaces.map((space) => spaceView(space, now())) });
}

async function createSpace({ chat, now, request, response }: Call): Promise<void> {
  const body = await readJson(request, MAX_BODY_BYTES);
  const name = isObject(body) ? body['name'] : undefined;
  if (typeof name !== 'string' || !/[A-Za-z0-9]/.test(name)) {
    throw new ApiError(400, 'Expected {"name": "Ops alerts"}, with a letter or digit in the name.');
  }
  const webhookUrl = chat.addSpace(name);
  const made = new URL(webhookUrl).pathname.split('/')[3];
  const space = chat.spaces.find(({ id }) => id === made);
  sendJson(response, 201, { ...(space && spaceView(space, now())), webhookUrl });
}

async function setFaults({ chat, now, space, request, response }: Call): Promise<void> {
  const faults = await read(readFaults, request);
  chat.setFaults(space, faults, now());
  sendJson(response, 200, { faults });
}

async function setState({ chat, space, request, response }: Call): Promise<void> {
  const body = await readJson(request, MAX_BODY_BYTES);
  const state = isObject(body) ? body['state'] : undefined;
  if (!['active', 'deleted', 'disabled'].includes(state as string)) {
    throw new ApiError(400, 'Expected {"state": "active"}, "deleted" or "disabled".');
  }
  chat.setSpaceState(space, state as State);
  sendJson(response, 200, { state });
}

function reset({ chat, response }: Call): void {
  chat.reset();
  response.writeHead(204).end();
}

async function sendOpenApi({ response }: Call): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(await readFile(join(__dirname, 'openapi.json')));
}

/** What the query looks for: `q`, and the parameters that say the same more plainly. */
function searchOf(query: URLSearchParams, plain: readonly ('space' | 'thread' | 'status')[]): Search {
  try {
    const search = parseSearch(query.get('q') ?? '');
    const given = plain.flatMap((name) => (query.get(name) ? [[name, query.get(name)] as const] : []));
    return { ...search, ...Object.fromEntries(given) };
  } catch (error) {
    throw new ApiError(400, (error as Error).message);
  }
}

async function read<T>(reader: (value: unknown) => T, request: IncomingMessage): Promise<T> {
  const value = await readJson(request, MAX_BODY_BYTES);
  try {
    return reader(value);
  } catch (error) {
    throw new ApiError(400, (error as Error).message);
  }
}
