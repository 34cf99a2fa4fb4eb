import { runChat } from '../../emulator/chat/main';
import { defineCommand } from '../command';
import { exitCodes, Failure } from '../failure';

/** `npm run chat`: only the local Chat. */
export const command = defineCommand({
  summary: 'Runs only the local Chat: its webhook endpoint and the API for tests.',
  usage: '[--port N] [--quota strict|burst|window|off] [--no-dedup] [--strict-webhooks] [--assume NAME=VALUE]…',
  examples: [
    ['npm run chat -- --port 8080', 'prints "chat listening on http://127.0.0.1:8080"; Ctrl-C stops'],
    [
      'npm run chat -- --quota off --no-dedup',
      'no limit of one a second, and a repeated requestId makes a second message',
    ],
    ['npm run chat -- --strict-webhooks', 'only webhooks made by POST /api/v1/spaces exist'],
  ],
  options: {
    port: { type: 'string', value: 'N', about: '0 takes any free one' },
    quota: { type: 'string', value: 'KIND', about: 'how one message a second is enforced' },
    'no-dedup': { type: 'boolean', about: 'ignore requestId' },
    'strict-webhooks': { type: 'boolean', about: 'refuse spaces and webhooks that nobody made' },
    assume: { type: 'string', multiple: true, value: 'NAME=VALUE', about: 'another answer where Google is silent' },
  },
  takesPositionals: false,
  async run({ values }, terminal) {
    const words = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'boolean' ? [`--${name}`] : [value].flat().map((text) => `--${name}=${text}`),
    );
    const server = await runChat(words, (line) => terminal.print(line)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw new Failure('usage', error.message, 'See `npm run chat -- --help`.');
      throw new Failure(
        'configuration',
        `The port is in use.`,
        'Choose another with --port, or --port 0 for any free one.',
      );
    });
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await server.close();
    return exitCodes.ok;
  },
});
