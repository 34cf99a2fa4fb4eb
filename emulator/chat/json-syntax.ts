/** How much of the payload the front end quotes on either side of the fault, characters. */
const CONTEXT_CHARACTERS = 20;

/**
 * Google's words for a payload that is not JSON. They quote the payload around the fault, with a caret below it, as
 * recorded for a body that began with a bare word. Google's parser forgives more than this one (single quotes, trailing
 * commas); a sender should not rely on that.
 */
export function jsonSyntaxMessage(text: string): string {
  const at = faultOf(text);
  const start = Math.max(0, at - CONTEXT_CHARACTERS);
  const quoted = `\n${text.slice(start, at + CONTEXT_CHARACTERS)}\n${' '.repeat(at - start)}^`;
  return at < text.trimEnd().length
    ? `Invalid JSON payload received. Unexpected token.${quoted}`
    : `[emulator] Invalid JSON payload received. Unexpected end of string.${quoted}`;
}

// eslint-disable-next-line no-control-regex -- JSON forbids them in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const SPACE = /[ \t\r\n]*/y;

/** @returns the index of the first character that cannot stand there in JSON; the length when the text ends too soon */
function faultOf(text: string): number {
  // What may come next, as a pushdown automaton: nesting is only ever a stack of closing signs.
  const open: string[] = [];
  let at = skip(SPACE, 0);
  let expects: 'value' | 'first value' | 'key' | 'first key' | 'comma' = 'value';
  while (at < text.length) {
    const sign = text.charAt(at);
    const closes = expects === 'comma' || expects === 'first key' || expects === 'first value';
    if (closes && open.length > 0 && sign === open[open.length - 1]) {
      open.pop();
      expects = 'comma';
      at += 1;
    } else if (expects === 'comma') {
      if (sign !== ',' || open.length === 0) return at;
      expects = open[open.length - 1] === '}' ? 'key' : 'value';
      at += 1;
    } else if (expects === 'key' || expects === 'first key') {
      const end = skip(STRING, at);
      const colon = skip(SPACE, end);
      if (end === at || text.charAt(colon) !== ':') return end === at ? at : colon;
      expects = 'value';
      at = colon + 1;
    } else if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? '}' : ']');
      expects = sign === '{' ? 'first key' : 'first value';
      at += 1;
    } else {
      const end = Math.max(skip(STRING, at), skip(SCALAR, at));
      if (end === at) return at;
      expects = 'comma';
      at = end;
    }
    at = skip(SPACE, at);
  }
  return text.length;

  function skip(what: RegExp, from: number): number {
    what.lastIndex = from;
    return what.test(text) ? what.lastIndex : from;
  }
}
