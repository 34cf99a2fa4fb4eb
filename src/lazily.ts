/**
 * Puts off what takes time to make to its first use. Apps Script loads the whole script anew in every execution, and most
 * executions use little of it.
 *
 * @returns a function that returns what `make` made, the same every time
 */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made = made ?? make());
}
