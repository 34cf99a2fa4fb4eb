import { kit } from '../../src/message/kit';

test('kit has every builder, every helper, the check, the preview and the templates', () => {
  expect(Object.keys(kit).sort()).toEqual(
    (
      'bold button buttonList card carousel carouselCard checkMessage checkTemplate chip chipList code codeBlock color ' +
      'column columns decoratedText divider each escapeHtml escapeMarkdown escapeText grid iconUrl image italic knownIcon ' +
      'link list markdown materialIcon mention mentionAll menuItem openLink overflowMenu preview quote renderMessage ' +
      'renderText section strike text textParagraph unless'
    ).split(' '),
  );
  expect(Object.values(kit).every((entry) => typeof entry === 'function')).toBe(true);
});
