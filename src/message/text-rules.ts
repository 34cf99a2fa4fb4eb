/** What is written in a text, but will not be read as meant. */
import { SAFE_TEXT_CHARACTERS } from './limits';
import type { Findings } from './findings';
import type { MarkupSyntax } from './types';
import { count, countOf, quote } from './wording';

/** Reports what Chat would show as it stands in a message's `text`. */
export function checkText(text: string, syntax: MarkupSyntax | undefined, path: string, found: Findings): void {
  if (text.length > SAFE_TEXT_CHARACTERS) {
    const expected = `at most ${countOf(SAFE_TEXT_CHARACTERS, 'character')}, which every Chat takes`;
    found.warn(path, 'is long', expected, count(text.length));
  }
  const prose = withoutCode(text);
  if (syntax !== 'MARKUP_SYNTAX_MARKDOWN') warnMarkdown(prose, path, found);
  warnMatch(/<users\/[^>\s]*@[^>\s]*>/, prose, path, found, {
    problem: 'mentions somebody by e-mail, which a webhook cannot',
    expected: '<users/all>, or the numeric id: <users/123456789012345678901>',
  });
  warnMatch(/(?:^|\s):[a-z][a-z0-9_+-]{1,40}:(?=[\s.,!?]|$)/, prose, path, found, {
    problem: 'has an emoji code, which Chat shows as it stands',
    expected: 'the emoji itself',
  });
  if (SECRETS.some((secret) => secret.test(text))) {
    found.warn(
      path,
      'seems to hold a secret, which everyone in the space would see',
      'a text without it',
      'a key or token',
    );
  }
}

/** Reports what Chat would show as it stands in a card's HTML. */
export function checkHtml(text: string | undefined, path: string, found: Findings): void {
  if (text === undefined || text === '') return;
  warnMatch(/\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]+\]\(https?:[^)\s]+\)/, text, path, found, {
    problem: 'is read as HTML, where Markdown shows as it stands',
    expected: "<b>, <i>, <a href>, or a textParagraph with textSyntax: 'MARKDOWN'",
  });
  for (const [tag, name = ''] of text.matchAll(/<\/?([a-z][a-z0-9]*)\b[^<>]*>/gi)) {
    if (HTML_TAGS.includes(name.toLowerCase())) continue;
    found.warn(path, 'has a tag that Chat does not know', HTML_TAGS.join(', '), quote(tag));
    return;
  }
}

/**
 * The tags of a card's text.
 * @see https://developers.google.com/workspace/chat/format-messages#card-formatting, read 2026-11-24
 */
const HTML_TAGS: readonly string[] = 'b i u s font a time br code pre ul ol li'.split(' ');

/** What Chat's own markup would be for some Markdown. */
const MARKDOWN: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*/, '*bold*, with one asterisk'],
  [/(?:^|[^\w])__[^\s_](?:[^_\n]*[^\s_])?__(?!\w)/, '*bold*, with asterisks'],
  [/~~[^\s~](?:[^~\n]*[^\s~])?~~/, '~struck~, with one tilde'],
  [/\[[^\]\n]+\]\((?:https?|mailto):[^)\s]+\)/, '<https://example.com|text>'],
  [/^#{1,6} \S/m, 'a *bold* line'],
];

function warnMarkdown(text: string, path: string, found: Findings): void {
  for (const [pattern, expected] of MARKDOWN) {
    const problem = 'is written in Markdown, which Chat shows as it stands';
    warnMatch(pattern, text, path, found, { problem, expected: `${expected}; or markdown(…)` });
  }
}

/** What keys and tokens look like. @see https://docs.github.com/code-security/secret-scanning, read 2026-11-24 */
const SECRETS: readonly RegExp[] = [
  /chat\.googleapis\.com\/v1\/spaces\/[^\s]*[?&]token=/i,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\b(?:ghp|gho|ghs|ghr|github_pat)_[0-9A-Za-z_]{30,}/,
  /\bxox[abprs]-[0-9A-Za-z-]{10,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

function warnMatch(
  pattern: RegExp,
  text: string,
  path: string,
  found: Findings,
  { problem, expected }: { problem: string; expected: string },
): void {
  const match = pattern.exec(text);
  if (match) found.warn(path, problem, expected, quote(match[0].trim()));
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
