/** Builds dist/ unless it is newer than everything it is made of. */
declare function buildIfStale(): Promise<void>;
declare namespace buildIfStale {
  /** Whether dist/ is missing or older than a source. */
  function isStale(): boolean;
  /** Builds dist/. Rejects with the compiler's words. */
  function build(): Promise<void>;
  /** Moves the files of one folder over those of another. Whoever reads a file meanwhile has the old one or the new one, whole. */
  function replaceFiles(from: string, to: string): void;
}
export = buildIfStale;
