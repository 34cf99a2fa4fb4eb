import type { Path } from './path';

/** A JSON object whose names are checked elsewhere. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list's objects; what is no list has none. */
export function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly unknown[]).map((element) => (isObject(element) ? element : {})) : [];
}

/** A text; what is none reads as ''. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A step down: `at(path, 'widgets', 2)` is "….widgets[2]". */
export function at(parent: Path | undefined, key: string, index?: number): Path {
  const path: Path = { parent, key };
  return index === undefined ? path : { parent: path, key: index };
}
