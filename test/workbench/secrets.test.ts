import { linesWithTokens, maskAddress, maskTokens } from '../../workbench/secrets';

// Put together here, so that this file holds no link with a token itself.
const link = (token: string) => `https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k&${'token'}=${token}`;
const real = 'Zx8'.repeat(14);

describe('linesWithTokens', () => {
  test('finds the lines that hold a webhook with its token', () => {
    const text = ['first', `const url = "${link(real)}";`, 'third', link(`${real}%3D`)].join('\n');
    expect(linesWithTokens(text)).toEqual([2, 4]);
  });

  test('takes the tokens of examples for what they are', () => {
    expect(linesWithTokens([link('EXAMPLE_TOKEN_THAT_IS_LONG_ENOUGH'), link('TOKEN'), link('')].join('\n'))).toEqual(
      [],
    );
  });

  test('finds two links on one line, the second real', () => {
    expect(linesWithTokens(`${link('EXAMPLE_TOKEN')} ${link(real)}`)).toEqual([1]);
  });
});

describe('maskTokens', () => {
  test('masks key and token and leaves the rest', () => {
    const masked = maskTokens(`DNS error: ${link(real)}&threadKey=a`);
    expect(masked).toBe('DNS error: https://chat.googleapis.com/v1/spaces/AAAA/messages?key=***&token=***&threadKey=a');
  });

  test.each([encodeURIComponent(link(real)), link(real).replace('&', String.raw`\u0026`), link(real).toUpperCase()])(
    'masks %s',
    (text) => expect(maskTokens(text)).not.toMatch(new RegExp(real, 'i')),
  );
});

test('maskAddress keeps the first letter and the domain', () => {
  expect(maskAddress('ada@example.com')).toBe('a…@example.com');
});
