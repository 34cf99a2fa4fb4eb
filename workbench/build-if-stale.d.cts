/** Builds dist/ when something it is made of was saved since its last build began. */
declare function buildIfStale(): Promise<void>;
declare namespace buildIfStale {
  /** Whether dist/ is missing, or a source was saved since its build began. */
  function isStale(): boolean;
  /** Builds dist/. Rejects with the compiler's words. */
  function build(): Promise<void>;
  /** Moves the files of one folder over those of another. Whoever reads a file meanwhile has the old one or the new one, whole. */
  function replaceFiles(from: string, to: string): void;
}
export = buildIfStale;
