import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DeskAnswer, DeskRequest } from './desk';

/** How the workbench's Chat is started. */
export interface ChatThreadOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** The HTML text that `/` answers with; '' for none. */
  readonly page: string;
}

/** What the thread says when it has started, or could not. */
export type ChatThreadReport = { readonly url: string } | { readonly problem: string };

/** A request to the workbench's own API, which the thread passes on, and its answer. */
export interface PassedRequest {
  readonly id: number;
  readonly request: DeskRequest;
}

export interface PassedAnswer {
  readonly id: number;
  readonly answer: DeskAnswer;
}

/** A local Chat in a thread of its own. */
export interface ChatThread {
  /** "http://127.0.0.1:8765" */
  readonly url: string;
  /** Answers what is asked under /workbench from now on. */
  serve(answer: (request: DeskRequest) => DeskAnswer): void;
  close(): Promise<void>;
}

/** Starts one. @throws Error the port is taken */
export async function startChatThread(options: ChatThreadOptions): Promise<ChatThread> {
  const worker = new Worker(join(__dirname, 'chat-thread-entry.cjs'), { workerData: options });
  const report = await new Promise<ChatThreadReport>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const close = async () => void (await worker.terminate());
  const serve = (answer: (request: DeskRequest) => DeskAnswer): void => {
    worker.on('message', ({ id, request }: PassedRequest) => {
      worker.postMessage({ id, answer: answer(request) } satisfies PassedAnswer);
    });
  };
  if ('url' in report) return { url: report.url, serve, close };
  await close();
  throw new Error(`The local Chat did not start: ${report.problem}`);
}
