import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chat } from '../../../emulator/chat/chat';
import { checkMessage } from '../../../src/message/check';
import { prepareMessages } from '../../../src/message/prepare';
import { readyMessages, SAMPLE_NOW } from '../../../src/message/ready/gallery';
import { preview } from '../../../src/message/summary';
import { checkTemplate, renderMessage } from '../../../src/message/template';

const options = { now: SAMPLE_NOW, timeZone: 'Europe/Paris' };

describe('readyMessages', () => {
  test('has every ready message, each in a file of its name', () => {
    const files = readdirSync(join(__dirname, '../../../src/message/ready')).map((name) => name.replace('.ts', ''));
    const ids = readyMessages.map(({ id }) => id);
    expect(files.filter((name) => name !== 'gallery' && name !== 'ready-message').sort()).toEqual([...ids].sort());
    expect(ids.length).toBeGreaterThanOrEqual(12);
  });

  test.each(readyMessages)('$id fills in without an issue or a warning', ({ template, sample }) => {
    const { message, issues } = renderMessage(template, sample, options);
    expect(issues).toEqual([]);
    expect(checkMessage(message)).toEqual({ errors: [], warnings: [] });
    expect(JSON.stringify(message)).not.toContain('{{');
  });

  test.each(readyMessages)('$id uses only fields that its sample has, and all of them', ({ template, sample }) => {
    expect(checkTemplate(template, Object.keys(sample))).toEqual([]);
    for (const field of Object.keys(sample)) expect(JSON.stringify(template)).toContain(field);
  });

  test.each(readyMessages)('$id can be sent with any part of its data empty', ({ template, sample }) => {
    for (const field of Object.keys(sample)) {
      const { message } = renderMessage(template, { ...sample, [field]: '' }, options);
      expect([field, checkMessage(message).errors]).toEqual([field, []]);
    }
  });

  test.each(readyMessages)(
    '$id arrives at the local Chat as it is meant, and reads well on a lock screen',
    ({ template, sample }) => {
      const { messages } = prepareMessages(renderMessage(template, sample, options).message);
      const chat = new Chat({ quota: 'off' });
      const headers = [['Content-Type', 'application/json; charset=UTF-8']] as const;
      const body = Buffer.from(JSON.stringify(messages[0]));
      const { status, message } = chat.handle({ method: 'POST', url: chat.addSpace('ops'), headers, body }, SAMPLE_NOW);
      expect([status, message?.warnings]).toEqual([200, []]);
      expect(preview(messages[0] ?? {}).ios).toMatch(/^.{10,240}/);
    },
  );
});
