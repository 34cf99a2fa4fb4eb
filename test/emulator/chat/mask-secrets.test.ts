import { isSecretName, maskSecrets } from '../../../emulator/chat/mask-secrets';

describe('maskSecrets', () => {
  test.each([
    ['see https://chat.googleapis.com/v1/spaces/A/messages?key=K1&token=T1 there', 'K1', 'T1'],
    ['?key=K1&amp;token=T1', 'K1', 'T1'],
    ['{"url":"https://chat.googleapis.com/v1/spaces/A/messages?key=K1&token=T1"}', 'K1', 'T1'],
    ['?key%3DK1&token%3DT1', 'K1', 'T1'],
    [String.raw`{"text":"https://chat.googleapis.com/v1/spaces/A/messages?key=K1\u0026token=T1"}`, 'K1', 'T1'],
    [String.raw`"{\"text\":\"messages?key\\u003dK1\\u0026token\\u003dT1\"}"`, 'K1', 'T1'],
    [String.raw`?key=K1\u0026token=abc\u003dT1`, 'K1', 'T1'],
    ['?key=K1&%74oken=T1', 'K1', 'T1'],
    ['?KEY=K1&TOKEN=T1', 'K1', 'T1'],
    ['?key=K1;token=T1', 'K1', 'T1'],
    ['?a=b;key=K1&oauth_token=T1', 'K1', 'T1'],
    ['?url=https%3A%2F%2Fchat.googleapis.com%2Fv1%2Fspaces%2FA%2Fmessages%3Fkey%3DK1%26token%3DT1', 'K1', 'T1'],
    ['%253Fkey%253DK1%2526token%253DT1', 'K1', 'T1'],
    ['key=K1&token=T1', 'K1', 'T1'],
    ['{"text":"access_token=T1"}', 'K1', 'T1'],
    ['token=a%26T1', 'K1', 'T1'],
  ])('blacks out key and token in %s', (text, key, token) => {
    const masked = maskSecrets(text);
    expect(masked).not.toContain(key);
    expect(masked).not.toContain(token);
    expect(masked).toContain('***');
    expect(maskSecrets(masked)).toBe(masked);
  });

  test.each([
    '{"thread":{"threadKey":"order-1"},"key":"x"}',
    '?threadKey=order-1&thread_key=order-2&requestId=a',
    'The key = value of a token is a monkey=1',
    'https://example.com/?monkey=1&tokens=2',
  ])('leaves %s alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  test('keeps what follows a secret', () => {
    expect(maskSecrets('?key=K&token=T&threadKey=a')).toBe('?key=***&token=***&threadKey=a');
    expect(maskSecrets('%3Fkey%3DK%26token%3DT%26threadKey%3Da')).toBe('%3Fkey%3D***%26token%3D***%26threadKey%3Da');
    expect(maskSecrets(String.raw`{"a":"?key=K\u0026token=T","b":1}`)).toBe(
      String.raw`{"a":"?key=***\u0026token=***","b":1}`,
    );
  });

  test('is done with a megabyte at once', () => {
    const startedAt = performance.now();
    for (const piece of ['a_', '%25', 'token', '?', '\\', '?key', 'a=', '&token=%2526'])
      maskSecrets(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

test('isSecretName knows key and token in any case', () => {
  expect(['key', 'KEY', 'token', 'access_token', 'threadKey', 'thread_key', 'monkey'].map(isSecretName)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
