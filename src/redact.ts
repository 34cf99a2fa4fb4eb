/**
 * Removes the secrets of webhook links from a text: the values of `key`, `token` and `secret` parameters, also where
 * they are percent-encoded once more, as in a text that quotes a link inside a link. Everything that is logged, thrown
 * or stored passes through here.
 *
 * @param text - any text
 * @returns the text with `***` in place of each secret
 */
export function redact(text: string): string {
  return text
    .replace(/([?&;]|%3F|%26|\\u0026)((?:amp;)?(?:key|token|secret)(?:=|%3D|\\u003d))[^&\s"'<>\\)]*/gi, '$1$2***')
    .replace(/\bAIza[0-9A-Za-z_-]{10,}/g, '***');
}

/**
 * {@link redact}, and nothing of an address's query and fragment stays: for quoting what somebody wrote in the wrong
 * place, where a secret may have any name.
 *
 * @param text - any text
 * @returns the text with `?…` in place of each query or fragment
 */
export const redactQueries = (text: string): string => redact(text).replace(/(:\/\/[^\s?#]*)[?#]\S*/g, '$1?…');

/** {@link redact} for data: every text inside, at any depth; what is not plain data becomes its type's name. */
export function redactData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || depth > 8) return typeof value;
  if (Array.isArray(value)) return value.map((item) => redactData(item, depth + 1));
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) result[name] = redactData(item, depth + 1);
  }
  return result;
}
