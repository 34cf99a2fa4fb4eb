import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** How the workbench's Chat is started. */
export interface ChatThreadOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** The HTML text that `/` answers with; '' for none. */
  readonly page: string;
}

/** What the thread says when it has started, or could not. */
export type ChatThreadReport = { readonly url: string } | { readonly problem: string };

/** A local Chat in a thread of its own. */
export interface ChatThread {
  /** "http://127.0.0.1:8765" */
  readonly url: string;
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
  if ('url' in report) return { url: report.url, close };
  await close();
  throw new Error(`The local Chat did not start: ${report.problem}`);
}
