/** Whether a query parameter of this name, decoded, holds a secret: "key", "TOKEN", "access_token". */
export const isSecretName = (name: string): boolean => /^(?:key|(?:.*[_-])?token)$/i.test(name);

/** A character as it stands, or as percent-encoding or a JSON escape writes it, however often that was done. */
const written = (character: string): string => {
  const codes = [character.toLowerCase(), character.toUpperCase()].map((each) => each.charCodeAt(0).toString(16));
  const code = `(?:${[...new Set(codes)].join('|')})`;
  return String.raw`(?:${/\w/.test(character) ? character : `\\${character}`}|%(?:25){0,8}${code}|\\{1,8}u00${code})`;
};
const word = (letters: string): string => [...letters].map(written).join('');

const BETWEEN = `(?:;|${written('?')}|${written('&')})(?:amp;)?`;
const TOKEN = String.raw`(?:[a-z0-9]{1,20}[_-]){0,3}${word('token')}`;
// "key" is a common word, so it counts only where a parameter begins.
const NAME = String.raw`(?:(?:^|${BETWEEN})${word('key')}|(?:${BETWEEN}|(?<![\w%.\\-]))${TOKEN})`;

// A value ends where a parameter, a text or an address does: at "&", a space, a quotation mark, "<", ">", "#".
const PLAIN = String.raw`(=|\\{1,8}u003d)(?:[^&\s"'${'`'}<>\\#]|\\{1,8}u00(?!2[02367]|3[ce])[0-9a-f]{2})+`;
const ENCODED = String.raw`(%(?:25){0,8}3d)(?:(?!%(?:25){0,8}26)[^&\s"'${'`'}<>\\#])+`;
const SECRETS = new RegExp(`(${NAME})(?:${PLAIN}|${ENCODED})`, 'gi');

/**
 * The same text with every webhook's key and token blacked out, in addresses and in what was made of them: escaped for
 * HTML or JSON, percent-encoded, in any case. "…?key=***&token=***"
 */
export function maskSecrets(text: string): string {
  // Most bodies hold no equals sign, in whatever writing, and are done with soon.
  if (!/=|3d/i.test(text)) return text;
  return text.replace(SECRETS, (_, name: string, plain = '', encoded = '') => `${name}${plain}${encoded}***`);
}
