import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../workbench/failure';
import { findWebhook } from '../../workbench/webhook-book';

const link = 'https://chat.googleapis.com/v1/spaces/AAAA/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-courier-webhooks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failureOf = (find: () => unknown): Failure => {
  try {
    find();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('It found one.');
};

describe('findWebhook', () => {
  test('takes a link as it is', () => {
    expect(findWebhook(link, {}, folder)).toEqual({ name: 'link', url: link });
  });

  test('finds a name in the environment, its odd characters as underscores', () => {
    const environment = { CHAT_COURIER_WEBHOOK_ON_CALL: link };
    expect(findWebhook('on-call', environment, folder)).toEqual({ name: 'on-call', url: link });
  });

  test('finds a name in .webhooks.json, the environment first', () => {
    writeFileSync(join(folder, '.webhooks.json'), JSON.stringify({ ops: link }));
    expect(findWebhook('ops', {}, folder).url).toBe(link);
    expect(findWebhook('ops', { CHAT_COURIER_WEBHOOK_OPS: `${link}2` }, folder).url).toBe(`${link}2`);
  });

  test('names the variable and the file when there is none', () => {
    const failure = failureOf(() => findWebhook('ops', {}, folder));
    expect(failure.exit).toBe('configuration');
    expect(failure.message).toBe('No webhook is called "ops".');
    expect(failure.fix).toContain('CHAT_COURIER_WEBHOOK_OPS');
    expect(failure.fix).toContain('.webhooks.json');
  });

  test('lists the names that exist, without their links, and suggests the nearest', () => {
    writeFileSync(join(folder, '.webhooks.json'), JSON.stringify({ sales: link }));
    const failure = failureOf(() => findWebhook('osp', { CHAT_COURIER_WEBHOOK_OPS: link }, folder));
    expect(failure.message).toContain('There are: sales, ops.');
    expect(failure.fix).toBe('Did you mean --to ops?');
    expect(failure.message + failure.fix).not.toContain('EXAMPLE_TOKEN');
  });

  test('says when .webhooks.json is no JSON', () => {
    writeFileSync(join(folder, '.webhooks.json'), '{');
    expect(failureOf(() => findWebhook('ops', {}, folder)).message).toBe('.webhooks.json is no JSON.');
  });

  test.each(['null', '[]', '"ops"'])('says when .webhooks.json is %s', (content) => {
    writeFileSync(join(folder, '.webhooks.json'), content);
    const failure = failureOf(() => findWebhook('ops', {}, folder));
    expect([failure.exit, failure.message]).toEqual(['configuration', '.webhooks.json is no JSON object.']);
    expect(failure.fix).toContain('{ "ops": "<the link from Chat>" }');
  });

  test('says whose link is no text, and shows no other', () => {
    writeFileSync(join(folder, '.webhooks.json'), JSON.stringify({ sales: link, ops: 5 }));
    const failure = failureOf(() => findWebhook('sales', {}, folder));
    expect([failure.exit, failure.message]).toEqual([
      'configuration',
      'The link of "ops" in .webhooks.json is no text.',
    ]);
  });

  test.each(['constructor', 'toString', '__proto__'])(
    'has no webhook called %s unless somebody named one so',
    (name) => {
      writeFileSync(join(folder, '.webhooks.json'), JSON.stringify({ ops: link }));
      expect(failureOf(() => findWebhook(name, {}, folder)).message).toContain(`No webhook is called "${name}".`);
    },
  );
});
