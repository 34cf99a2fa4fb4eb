import { maskSecrets, parseRequestUrl } from '../../../emulator/chat/request-url';

describe('parseRequestUrl', () => {
  test('takes an address apart', () => {
    const url = 'https://chat.googleapis.com/v1/spaces/AAA-b_1/messages?key=K&token=a%3D&threadKey=a+b%20c';
    expect(parseRequestUrl(url)).toEqual({
      path: '/v1/spaces/AAA-b_1/messages',
      space: 'AAA-b_1',
      query: [
        ['key', 'K'],
        ['token', 'a='],
        ['threadKey', 'a b c'],
      ],
      masked: '/v1/spaces/AAA-b_1/messages?key=***&token=***&threadKey=a+b%20c',
    });
  });

  test.each([
    '/v1/spaces/ops/messages/',
    '/v1/spaces/ops',
    '/v2/spaces/ops/messages',
    '/v1/spaces/o%70s/messages',
    '/',
  ])('finds no space in %s', (path) => expect(parseRequestUrl(path).space).toBeUndefined());

  test('drops what follows a number sign, as every client does', () => {
    expect(parseRequestUrl('/v1/spaces/ops/messages?key=K&#38;token=T').query).toEqual([['key', 'K']]);
  });

  test('keeps a value that cannot be decoded', () => {
    expect(parseRequestUrl('/v1/spaces/ops/messages?threadKey=100%').query).toEqual([['threadKey', '100%']]);
  });
});

describe('maskSecrets', () => {
  test.each([
    ['see https://chat.googleapis.com/v1/spaces/A/messages?key=K1&token=T1 there', 'K1', 'T1'],
    ['?key=K1&amp;token=T1', 'K1', 'T1'],
    ['{"url":"https://chat.googleapis.com/v1/spaces/A/messages?key=K1&token=T1"}', 'K1', 'T1'],
    ['?key%3DK1&token%3DT1', 'K1', 'T1'],
  ])('blacks out key and token in %s', (text, key, token) => {
    const masked = maskSecrets(text);
    expect(masked).not.toContain(key);
    expect(masked).not.toContain(token);
    expect(masked).toContain('***');
  });

  test('leaves thread keys alone', () => {
    expect(maskSecrets('{"thread":{"threadKey":"order-1"},"key":"x"}')).toBe(
      '{"thread":{"threadKey":"order-1"},"key":"x"}',
    );
  });
});
