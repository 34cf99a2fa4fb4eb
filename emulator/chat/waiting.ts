/** The longest a request may wait, milliseconds. */
export const MAX_WAIT_MS = 60_000;

/**
 * Reads how long to wait: "5s", "500ms", "5" (seconds).
 *
 * @returns milliseconds; undefined for what is no duration of at most a minute
 */
export function parseWait(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const waitMs = Number(number) * (unit === 'ms' ? 1 : 1_000);
  return waitMs <= MAX_WAIT_MS ? waitMs : undefined;
}

/** People who wait for something to happen. */
export class Waiting {
  readonly #waiters = new Set<() => void>();

  /** Something has happened: everybody looks again. */
  wake(): void {
    for (const look of [...this.#waiters]) look();
  }

  /**
   * Resolves when `isThere` says so, at the latest after `waitMs`.
   *
   * @param signal - ends the wait at once, as when the client has gone
   */
  until(isThere: () => boolean, waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const look = (): void => {
        if (isThere()) end();
      };
      const timer = setTimeout(end, waitMs);
      this.#waiters.add(look);
      signal.addEventListener('abort', end);
      look();
    });
  }
}
