import fc from 'fast-check';
import { jsonSyntaxMessage } from '../../../emulator/chat/json-syntax';

describe('jsonSyntaxMessage', () => {
  test('quotes the payload as recorded for a bare word', () => {
    expect(jsonSyntaxMessage('Test message content')).toBe(
      'Invalid JSON payload received. Unexpected token.\nTest message content\n^',
    );
  });

  test.each([
    ['{"text":"a",}', '\n{"text":"a",}\n            ^'],
    ["{'text':1}", "\n{'text':1}\n ^"],
    ['{"text" 1}', '\n{"text" 1}\n        ^'],
    ['{"a":1} x', '\n{"a":1} x\n        ^'],
    ['[1,2', '\n[1,2\n    ^'],
    ['{"a":tru}', '\n{"a":tru}\n     ^'],
    [
      `{"aaaaaaaaaaaaaaaaaaaaaaaaa":1,bbbbbbbbbbbbbbbbbbbbbbbbbbb:2}`,
      '\naaaaaaaaaaaaaaaa":1,bbbbbbbbbbbbbbbbbbbb\n                    ^',
    ],
  ])('points at the fault in %s', (text, quoted) => {
    expect(jsonSyntaxMessage(text)).toContain(quoted);
  });

  test('says that a text ends too soon, in words of its own', () => {
    expect(jsonSyntaxMessage('{"text":')).toMatch(/^\[emulator\] .*Unexpected end of string/);
  });

  test('finds no fault before the end of what is JSON', () => {
    const pieces = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-0.5e3', 'true', 'null', ' ', 'x', '"'),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const caret = jsonSyntaxMessage(text).split('\n').at(-1) ?? '';
        const start = Math.max(0, text.length - 20);
        const isAtEnd = caret.length - 1 + start >= text.trimEnd().length;
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        // About what is no JSON nothing is said here: the table above looks at that.
        expect(!isJson || isAtEnd).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
