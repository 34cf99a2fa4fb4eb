import { parseRequestUrl } from '../../../emulator/chat/request-url';

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

  test.each([
    ['?key=k&%74oken=SECRET', '?key=***&%74oken=***'],
    ['?KEY=SECRET&TOKEN=SECRET', '?KEY=***&TOKEN=***'],
    ['?access_token=SECRET&threadKey=a', '?access_token=***&threadKey=a'],
    ['?token=a%26SECRET&&x', '?token=***&&x'],
    ['?key=k;token=SECRET', '?key=***'],
    ['?key=k&amp;token=SECRET', '?key=***&amp;token=***'],
    ['?threadKey=%3Fkey%3Dk%26token%3DSECRET', '?threadKey=%3Fkey%3D***%26token%3D***'],
    ['?token', '?token'],
  ])('masks %s', (query, masked) => {
    expect(parseRequestUrl(`/v1/spaces/ops/messages${query}`).masked).toBe(`/v1/spaces/ops/messages${masked}`);
  });
});
