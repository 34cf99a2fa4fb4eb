import { parseWebhookUrl } from '../../src/delivery/webhook-url';

const GOOD = 'https://chat.googleapis.com/v1/spaces/AAAAexample/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';

describe('parseWebhookUrl', () => {
  test.each([
    ['as Copy link gives it', GOOD],
    ['with HTML escapes', GOOD.replace('&', '&amp;')],
    ['with a numeric HTML escape', GOOD.replace('&', '&#38;')],
    ['broken over two lines, with spaces around', `  ${GOOD.slice(0, 60)}\n${GOOD.slice(60)}  `],
    ['in quotes', `"${GOOD}"`],
    ['in angle brackets', `<${GOOD}>`],
    ['with an upper-case host', GOOD.replace('chat.googleapis.com', 'Chat.GoogleApis.com')],
    ['with parameters of its own', `${GOOD}&threadKey=abc&messageReplyOption=REPLY_MESSAGE_OR_FAIL`],
    ['with its parameters the other way round', GOOD.replace(/\?(.*)&(.*)$/, '?$2&$1')],
  ])('reads a link %s', (_, link) => {
    expect(parseWebhookUrl(link)).toEqual({ space: 'AAAAexample', url: GOOD });
  });

  test('leaves the token exactly as Chat wrote it', () => {
    const parsed = parseWebhookUrl(`${GOOD}%3D`);
    expect(parsed).toMatchObject({ url: `${GOOD}%3D` });
  });

  test.each([
    ['nothing', '', /isn't a Google Chat webhook link/],
    ['prose', 'the ops space', /isn't a Google Chat webhook link/],
    ['plain http', GOOD.replace('https', 'http'), /isn't a Google Chat webhook link/],
    [
      'a host that only begins like Chat’s',
      GOOD.replace('.com', '.com.example.com'),
      /isn't a Google Chat webhook link/,
    ],
    ['user information before the host', GOOD.replace('//', '//user@'), /isn't a Google Chat webhook link/],
    ['a port', GOOD.replace('.com/', '.com:8443/'), /isn't a Google Chat webhook link/],
    ['another path', GOOD.replace('/messages', '/members'), /isn't a Google Chat webhook link/],
    [
      'the address of a space in the browser',
      'https://chat.google.com/room/AAAAexample',
      /the address of the space, not its webhook/,
    ],
    [
      'the address of a space in Gmail',
      'https://mail.google.com/chat/u/0/#chat/space/AAAAexample',
      /the address of the space/,
    ],
    ['a Slack webhook', 'https://hooks.slack.com/services/T/B/EXAMPLE_TOKEN', /That's a Slack webhook/],
    ['a Discord webhook', 'https://discord.com/api/webhooks/1/EXAMPLE_TOKEN', /That's a Discord webhook/],
    [
      'a Teams webhook',
      'https://example.webhook.office.com/webhookb2/EXAMPLE_TOKEN',
      /That's a Microsoft Teams webhook/,
    ],
    ['a link that was cut before its token', GOOD.replace(/&token.*/, ''), /part after token= is missing/],
    ['a link with an empty token', GOOD.replace('EXAMPLE_TOKEN', ''), /part after token= is missing/],
    ['a link without a key', GOOD.replace('key=EXAMPLE_KEY&', ''), /part after key= is missing/],
  ])('refuses %s, says what to do, and repeats no secret', (_, link, advice) => {
    const parsed = parseWebhookUrl(link);
    expect(parsed).toMatchObject({ advice: expect.stringMatching(advice) as string, issue: { path: 'url' } });
    expect(JSON.stringify(parsed)).not.toContain('EXAMPLE_');
  });

  test.each([
    'EXAMPLE_TOKEN',
    'token=EXAMPLE_TOKEN',
    'https://hooks.example.com/services/EXAMPLE_TOKEN',
    'https://chat.googleapis.com/v1/spaces/A/messages/EXAMPLE_TOKEN',
    'https://u:EXAMPLE_TOKEN@chat.googleapis.com/v1/spaces/A/messages?key=k&token=t',
    'ftp://EXAMPLE_TOKEN@example.com/a',
  ])('repeats nothing of %s but its host', (link) => {
    expect(JSON.stringify(parseWebhookUrl(link))).not.toContain('EXAMPLE_TOKEN');
  });

  test.each([undefined, null, 7, {}, ['x']])('refuses %p, which is no text', (value) => {
    expect(parseWebhookUrl(value)).toHaveProperty('issue.expected');
  });
});
