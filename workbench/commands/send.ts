import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { httpNetwork } from '../../emulator/http-network';
import { buildBundle } from '../build';
import { defineCommand } from '../command';
import { exitCodes, Failure, type ExitName } from '../failure';
import { maskTokens } from '../secrets';
import { shippedProject } from '../shipped';
import { findWebhook } from '../webhook-book';

const chatOrigin = 'https://chat.googleapis.com';

/** The longest id that the bundle takes. */
const ID_LENGTH_MAX = 200;

/** `npm run send`: one message from a terminal or a pipeline, by the same bundle that Apps Script runs. */
export const command = defineCommand({
  summary: 'Sends one message from here, with the same bundle. A real webhook really is posted to.',
  usage: '--to NAME_OR_URL [--thread KEY] [--id ID] [--json] [--] TEXT',
  examples: [
    ['npm run send -- --to ops "Build 1042 passed"', 'the webhook in CHAT_COURIER_WEBHOOK_OPS or .webhooks.json'],
    ['npm run send -- --to ops --thread build-1042 "Deployed"', 'into the thread of that key'],
    ['npm run send -- --to ops --id build-1042 "Build 1042 passed"', 'twice the same id makes one message'],
    ['git log -1 --format=%s | npm run send -- --to ops -', 'the text from standard input'],
  ],
  options: {
    to: { type: 'string', value: 'NAME_OR_URL', about: 'a webhook by name, or its link; a local Chat works too' },
    thread: { type: 'string', value: 'KEY', about: 'start or continue the thread of this key' },
    id: { type: 'string', value: 'ID', about: 'the same id to the same NAME_OR_URL is the same message' },
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
    const { id = randomUUID() } = values;
    if (id === '' || id.length > ID_LENGTH_MAX)
      throw new Failure('usage', `Expected --id to have 1 to ${ID_LENGTH_MAX} characters; got ${id.length}.`);
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
      const options = { id, onFailure: 'throw', ...(values.thread === undefined ? {} : { threadKey: values.thread }) };
      project.run('setWebhook', [webhook.name, url]);
      const result = project.run('send', [webhook.name, message, options]) as { name: string };
      terminal.print(values.json ? JSON.stringify(result) : `Sent: ${result.name || 'Chat did not say its name'}`);
      return exitCodes.ok;
    } catch (error) {
      throw asFailure(error as Error & { code?: string }, { id, local });
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

function asFailure(error: Error & { code?: string }, sent: { id: string; local: string | undefined }): Error {
  const exit = exits[error.code ?? ''];
  if (exit === undefined) return error;
  // The bundle knows only Google's address; a person must see the one that was called.
  const message = sent.local === undefined ? error.message : error.message.replaceAll(chatOrigin, sent.local);
  const fix =
    exit === 'network'
      ? `Add --id ${sent.id} to send it again: then it is the same message, and Chat makes no second one.`
      : '';
  return new Failure(exit, maskTokens(message), fix);
}
