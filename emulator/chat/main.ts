import { parseArgs } from 'node:util';
import { readAssumptions } from './assume';
import type { QuotaKind } from './chat';
import { type ChatServer, type ChatServerOptions, startChatServer } from './server';

/** Where the local Chat listens unless it is told otherwise. */
export const DEFAULT_PORT = 8766;

const QUOTAS: readonly QuotaKind[] = ['strict', 'burst', 'window', 'off'];

/**
 * Reads the command line: `--port N --quota strict|burst|window|off --no-dedup --strict-webhooks --assume NAME=VALUE`.
 *
 * @throws {@link Error} an option or value does not exist; the message says what is expected
 */
export function readChatOptions(words: readonly string[]): ChatServerOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string' },
      quota: { type: 'string' },
      'no-dedup': { type: 'boolean' },
      'strict-webhooks': { type: 'boolean' },
      assume: { type: 'string', multiple: true },
    },
  });
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`Expected --port to be 0 to 65535; got ${JSON.stringify(values.port)}.`);
  }
  const quota = QUOTAS.find((kind) => kind === (values.quota ?? 'strict'));
  if (!quota)
    throw new Error(`Expected --quota to be one of ${QUOTAS.join(', ')}; got ${JSON.stringify(values.quota)}.`);
  return {
    port,
    quota,
    strictWebhooks: values['strict-webhooks'] === true,
    assume: { ...readAssumptions(values.assume ?? []), ...(values['no-dedup'] && { requestId: 'ignore' as const }) },
  };
}

/**
 * Runs the local Chat from a command line. Prints one line when it listens.
 *
 * @throws {@link Error} the command line is wrong, or the port is taken
 */
export async function runChat(
  words: readonly string[],
  print: (line: string) => void = console.log,
): Promise<ChatServer> {
  const server = await startChatServer(readChatOptions(words));
  print(`chat listening on ${server.url}`);
  return server;
}

if (require.main === module) {
  runChat(process.argv.slice(2)).then(
    (server) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    },
  );
}
