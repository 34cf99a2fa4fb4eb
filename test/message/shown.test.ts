import { Shown } from '../../src/message/shown';
import { renderMessage } from '../../src/message/template';

const options = { now: Date.parse('2026-03-02T09:00:00Z'), timeZone: 'Etc/UTC' };
const data = {
  Amount: new Shown(1400, '$1,400.00'),
  Note: new Shown('', ''),
  Due: new Shown(new Date('2026-03-05T00:00:00Z'), '5 March'),
};
const shown = (template: string): string | undefined => renderMessage(template, data, options).message.text;

describe('Shown', () => {
  test.each([
    ['{{Amount}}', '$1,400.00'],
    ['{{Amount | currency EUR}}', '€1,400.00'],
    ['{{Amount | default "-"}}', '$1,400.00'],
    ['{{Note | default "-"}}', '-'],
    ['{{Amount | truncate 4}}', '$1,…'],
    ['{{Due}}, {{Due | relative}}', '5 March, in 3 days'],
    ['{{#Amount}}yes{{/Amount}}{{#Note}}no{{/Note}}', 'yes'],
  ])('%s', (template, text) => {
    expect(shown(template)).toBe(text);
  });
});
