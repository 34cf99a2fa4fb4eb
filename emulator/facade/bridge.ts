import type { ExecutionKind } from '../execution';
import type { Answer } from '../interceptor';

/** What an execution knows from its start. */
export interface ProjectInfo {
  readonly scriptId: string;
  /** The manifest's zone, an IANA name. */
  readonly timeZone: string;
  /** Whether the project belongs to a spreadsheet, form or document. */
  readonly bound: boolean;
  /** The project's HTML files by name, without extension. */
  readonly htmlFiles: Readonly<Record<string, string>>;
}

export type Severity = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** All that an execution's realm can reach outside itself. Plain data crosses, nothing else. */
export interface Bridge {
  /** The execution itself: in a shared realm facades keep what belongs to one execution under it. */
  readonly execution: { readonly kind: ExecutionKind };
  readonly info: ProjectInfo;
  call(service: string, method: string, args: readonly unknown[]): Answer;
  /** The time as this execution sees it, epoch milliseconds. */
  now(): number;
  /** This execution's chance: a number in [0, 1). */
  random(): number;
  uuid(): string;
  /** @param payload - JSON of the one object that was logged, if it was one */
  log(severity: Severity, message: string, payload?: string): void;
}
