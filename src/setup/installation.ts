/** What setUp has made, and as whom: "cc/i/s". */
export const INSTALLATION_KEY = 'cc/i/s';

export interface Installation {
  /** When the clock trigger was made, epoch milliseconds. */
  readonly at: number;
  /** How often it runs, minutes. */
  readonly tickMinutes: number;
  /** The account it runs as; '' when that is not known. */
  readonly owner: string;
}

/** What setUp has made; undefined when it was never run, or everything was taken away again. */
export function readInstallation(snapshot: Readonly<Record<string, string>>): Installation | undefined {
  try {
    const { a, e, o } = JSON.parse(snapshot[INSTALLATION_KEY] ?? '') as Record<string, unknown>;
    if (typeof a === 'number' && typeof e === 'number' && typeof o === 'string')
      return { at: a, tickMinutes: e, owner: o };
  } catch {
    // Not of our making.
  }
  return undefined;
}

/** The entry of the store that keeps it. */
export const installationEntry = ({ at, tickMinutes, owner }: Installation): Record<string, string> => ({
  [INSTALLATION_KEY]: JSON.stringify({ a: at, e: tickMinutes, o: owner }),
});
