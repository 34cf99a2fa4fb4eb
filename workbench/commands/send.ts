import { readFileSync } from 'node:fs';
import { httpNetwork } from '../../emulator/http-network';
import { buildBundle } from '../build';
import { defineCommand } from '../command';
import { exitCodes, Failure, type ExitName } from '../failure';
import { maskTokens } from '../secrets';
import { shippedProject } from '../shipped';
import { findWebhook } from '../webhook-book';

const chatOrigin = 'https://chat.googleapis.com';

/** `npm run send`: one message from a terminal or a pipeline, by the same bundle that Apps Script runs. */
export const command = defineCommand({
  summary: 'Sends one message from here, with the same bundle. A real webhook really is posted to.',
  usage: '--to NAME_OR_URL [--thread KEY] [--json] TEXT',
  examples: [
    ['npm run send -- --to ops "Build 1042 passed"', 'the webhook in CHAT_COURIER_WEBHOOK_OPS or .webhooks.json'],
    ['npm run send -- --to ops --thread build-1042 "Deployed"', 'into the thread of that key'],
    ['git log -1 --format=%s | npm run send -- --to ops -', 'the text from standard input'],
  ],
  options: {
    to: { type: 'string', value: 'NAME_OR_URL', about: 'a webhook by name, or its link; a local Chat works too' },
    thread: { type: 'string', value: 'KEY', about: 'start or continue the thread of this key' },
    json: { type: 'boolean', about: 'print { status, id, name, threadName }' },
  },
  takesPositionals: true,
  async run({ values, positionals }, terminal) {
    if (values.to === undefined) throw new Failure('usage', 'Nobody to send to.', 'Add --to NAME_OR_URL.');
    const [text, ...more] = positionals;
    if (text === undefined)
      throw new Failure(
        'usage',
        'Nothing to send.',
        'Add the text at the end, in quotes; or - to read it from standard input.',
      );
    if (more.length > 0)
      throw new Failure('usage', `${positionals.length} texts instead of one.`, 'Put the text in quotes.');
    const webhook = findWebhook(values.to);
    await buildBundle(terminal, { onlyIfStale: true });
    const local = loopbackOrigin(webhook.url);
    const network = httpNetwork({
      allow: (url) => new URL(url).origin === chatOrigin,
      ...(local === undefined ? {} : { chatUrl: local }),
    });
    try {
      const project = shippedProject({ network });
      const url = local === undefined ? webhook.url : webhook.url.trim().replace(local, chatOrigin);
      const message = text === '-' ? readFileSync(0, 'utf8').trimEnd() : text;
      const options = { onFailure: 'throw', ...(values.thread === undefined ? {} : { threadKey: values.thread }) };
      project.run('setWebhook', [webhook.name, url]);
      const result = project.run('send', [webhook.name, message, options]) as { name: string };
      terminal.print(values.json ? JSON.stringify(result) : `Sent: ${result.name || 'Chat did not say its name'}`);
      return exitCodes.ok;
    } catch (error) {
      throw asFailure(error as Error & { code?: string });
    } finally {
      network.close();
    }
  },
});

/** The origin of a local Chat's link; undefined for any other link. */
function loopbackOrigin(link: string): string | undefined {
  return /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?(?=\/)/i.exec(link.trim())?.[0];
}

/** The bundle's errors say themselves what to do. */
const exits: Readonly<Record<string, Exclude<ExitName, 'ok'>>> = {
  INVALID_MESSAGE: 'failed',
  INVALID_SETTINGS: 'configuration',
  UNKNOWN_WEBHOOK: 'configuration',
  REJECTED: 'failed',
  UNAVAILABLE: 'network',
  DELIVERY_UNKNOWN: 'network',
};

function asFailure(error: Error & { code?: string }): Error {
  const exit = exits[error.code ?? ''];
  return exit === undefined ? error : new Failure(exit, maskTokens(error.message));
}
