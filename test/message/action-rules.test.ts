import { button, buttonList, card, image, section } from '../../src/message/builders';
import { checkMessage } from '../../src/message/check';

const linkProblems = (url: string): string[] => {
  const { errors, warnings } = checkMessage(
    card({ text: 'x', title: 'T', sections: [section([buttonList([button('x', url)])])] }),
  );
  return [...errors, ...warnings].map(({ problem }) => problem);
};

describe('a link', () => {
  test.each([
    'https://example.com',
    'HTTPS://EXAMPLE.COM/a?b#c',
    'https://localhost:8080/x',
    'https://[::1]/',
    'https://例え.jp',
  ])('may go to %s', (url) => {
    expect(linkProblems(url)).toEqual([]);
  });

  test.each([
    '//example.com',
    'https:/example.com',
    'https://',
    'https:// example.com',
    'https://?q',
    'ftp://example.com',
    'tel:1',
    '#top',
    'example.com/https://x',
  ])('may not go to %s', (url) => {
    expect(linkProblems(url)).toEqual(['is no web address, so Chat would show an empty card']);
  });

  test('to http is opened as https', () => {
    expect(linkProblems('http://example.com')).toEqual(['is opened by Chat as https']);
  });
});

test.each([
  ['https://example.com/a.png', []],
  ['http://example.com/a.png', ['is no https address']],
  ['a.png', ['is no https address']],
  ['', ['is missing']],
])('an image from %j has the problems %j', (url, problems) => {
  const { errors } = checkMessage(card({ title: 'T', sections: [section([image(url, { altText: 'x' })])] }));
  expect(errors.map(({ problem }) => problem)).toEqual(problems);
});
