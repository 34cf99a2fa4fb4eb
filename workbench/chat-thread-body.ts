import type { IncomingMessage, ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { readBytes, sendError, sendJson } from '../emulator/chat/http';
import { startChatServer } from '../emulator/chat/server';
import type { ChatThreadOptions, ChatThreadReport, PassedAnswer, PassedRequest } from './chat-thread';
import type { DeskAnswer } from './desk';

const { port, page } = workerData as ChatThreadOptions;

const MAX_BODY_BYTES = 1_000_000;
const waiting = new Map<number, (answer: DeskAnswer) => void>();
let passed = 0;

parentPort?.on('message', ({ id, answer }: PassedAnswer) => {
  waiting.get(id)?.(answer);
  waiting.delete(id);
});

function serve(request: IncomingMessage, response: ServerResponse): void {
  if (!request.url?.startsWith('/workbench/')) servePage(request, response);
  else passOn(request, response).catch((error: unknown) => sendError(response, error));
}

/** The project runs in the main thread, and blocks it while it does. */
async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readBytes(request, MAX_BODY_BYTES)).toString();
  const id = ++passed;
  const { method = '', url = '' } = request;
  const answer = await new Promise<DeskAnswer>((resolve) => {
    waiting.set(id, resolve);
    parentPort?.postMessage({ id, request: { method, path: url.split('?')[0] ?? '', body } } satisfies PassedRequest);
  });
  sendJson(response, answer.status, answer.body);
}

function servePage({ method, url }: IncomingMessage, response: ServerResponse): void {
  const isPage = method === 'GET' && url?.split('?')[0] === '/' && page !== '';
  response.writeHead(isPage ? 200 : 404, {
    'Content-Type': `text/${isPage ? 'html' : 'plain'}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(isPage ? page : 'There is nothing here.\n');
}

const report = (message: ChatThreadReport) => parentPort?.postMessage(message);

startChatServer({ port, otherwise: serve }).then(
  ({ url }) => report({ url }),
  (error: unknown) => report({ problem: String((error as Error).message) }),
);
