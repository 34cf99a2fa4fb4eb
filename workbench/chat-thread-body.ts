import type { IncomingMessage, ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { startChatServer } from '../emulator/chat/server';
import type { ChatThreadOptions, ChatThreadReport } from './chat-thread';

const { port, page } = workerData as ChatThreadOptions;

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

startChatServer({ port, otherwise: servePage }).then(
  ({ url }) => report({ url }),
  (error: unknown) => report({ problem: String((error as Error).message) }),
);
