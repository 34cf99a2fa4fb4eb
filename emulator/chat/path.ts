/** Where in a JSON value something stands. Linked, so that walking costs no text until there is something to say. */
export interface Path {
  readonly parent: Path | undefined;
  /** A field's name, or an index. */
  readonly key: string | number;
}

/** @returns "message.cards_v2[0].card" */
export function pathText(path: Path | undefined): string {
  if (!path) return '';
  const before = pathText(path.parent);
  if (typeof path.key === 'number') return `${before}[${String(path.key)}]`;
  return before === '' ? path.key : `${before}.${path.key}`;
}
