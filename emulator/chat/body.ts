import { badRequest, invalidArgument, type Refusal, REFUSALS } from './answers';
import type { Assumptions } from './assume';
import { isObject, type JsonObject } from './json';
import { jsonSyntaxMessage } from './json-syntax';
import { type Query, unknownParameter } from './query';
import { MESSAGE } from './schema';
import { checkSchema, normalise } from './schema-check';

/** Reads the body as the JSON front end does: syntax, then names, types, enums and oneofs, with those of the query. */
export function readBody(
  body: string,
  contentType: string,
  query: Query,
  assume: Assumptions,
): { readonly message: JsonObject } | { readonly refusal: Refusal } {
  if (assume.formContentType === 'refuse' && /^application\/x-www-form-urlencoded/i.test(contentType)) {
    // The front end takes a form's fields for parameters, so the JSON becomes the name of one.
    return { refusal: badRequest([unknownParameter(body.split(/[=&]/)[0] ?? '')]) };
  }
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    return { refusal: invalidArgument(jsonSyntaxMessage(body)) };
  }
  if (!isObject(value)) return { refusal: REFUSALS.notAnObject };
  const check = checkSchema(value, MESSAGE, 'message', {
    strict: assume.strictFamily === 'on',
    ...(assume.markupField === 'unknown' && { unknownField: 'markup_syntax' }),
  });
  const violations = [...check.violations, ...query.violations];
  if (violations.length > 0) return { refusal: badRequest(violations) };
  return { message: check.isNormal ? value : normalise(value, MESSAGE) };
}
