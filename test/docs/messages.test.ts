import { kit } from '../../src/message/kit';
import {
  MAX_COLUMNS,
  MAX_MESSAGE_BYTES,
  MAX_THREAD_KEY_CHARACTERS,
  MAX_WIDGETS_PER_CARD,
  SAFE_TEXT_CHARACTERS,
} from '../../src/message/limits';
import { prepareMessages, type PrepareOptions } from '../../src/message/prepare';
import { readyMessages } from '../../src/message/ready/gallery';
import type { Message } from '../../src/message/types';
import { examplesOf, pageText, runExample, tableBelow } from './examples';

const PAGE = 'messages.md';

/** What the examples reach: the builders, and a send that goes as far as the message is ready. */
const scope = {
  ...kit,
  builders: () => kit,
  send: (_: string, message: string | Message, options?: PrepareOptions) => prepareMessages(message, options).messages,
};

describe('docs/messages.md', () => {
  test('has an example for every section that promises something', () => {
    expect(examplesOf(PAGE).length).toBeGreaterThanOrEqual(10);
  });

  test.each(examplesOf(PAGE))('runs the example at $place, and shows what comes of it', (example) => {
    for (const { place, value, expected } of runExample(example, scope))
      expect([place, value]).toEqual([place, expected]);
  });

  test('compares what the examples show', () => {
    const shown = examplesOf(PAGE).flatMap((example) => runExample(example, scope));
    expect(shown.length).toBeGreaterThanOrEqual(22);
  });

  test('mentions every function that makes or changes a message', () => {
    const page = pageText(PAGE);
    const elsewhere = ['renderMessage', 'renderText', 'checkTemplate'];
    expect(Object.keys(kit).filter((name) => !elsewhere.includes(name) && !page.includes(`${name}(`))).toEqual([]);
  });

  test('gives the limits that the code has', () => {
    const numbers = tableBelow(PAGE, 'Limits').map(([, value = '']) => Number(value.replace(',', '')));
    expect(numbers).toEqual([
      MAX_MESSAGE_BYTES,
      SAFE_TEXT_CHARACTERS,
      MAX_WIDGETS_PER_CARD,
      MAX_COLUMNS,
      MAX_THREAD_KEY_CHARACTERS,
    ]);
  });

  test('names every ready message', () => {
    const text = pageText(PAGE);
    expect(readyMessages.filter(({ id }) => !text.includes(id.replace(/-/g, ' ')))).toEqual([]);
  });
});
