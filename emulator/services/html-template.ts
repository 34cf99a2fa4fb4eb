/**
 * The code that fills a template's scriptlets in: `<? … ?>` runs, `<?= … ?>` prints escaped, `<?!= … ?>` prints as it is.
 * It collects its text in `output_` and escapes with `escape_`.
 */
export function scriptletCode(html: string): string {
  let code = '';
  let at = 0;
  for (const { 0: whole, 1: mark, 2: inside, index } of html.matchAll(/<\?(!=|=)?([\s\S]*?)\?>/g)) {
    code += literal(html.slice(at, index));
    const expression = inside?.replace(/;\s*$/, '').trim() ?? '';
    if (mark === '=') code += `output_.push(escape_(String(${expression})));\n`;
    else if (mark === '!=') code += `output_.push(String(${expression}));\n`;
    else code += `${inside ?? ''}\n`;
    at = index + whole.length;
  }
  return code + literal(html.slice(at));
}

const literal = (text: string): string => (text === '' ? '' : `output_.push(${JSON.stringify(text)});\n`);
