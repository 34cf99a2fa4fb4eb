import type { Clock } from './clock';
import type { Execution } from './execution';
import type { Severity } from './facade/bridge';
import type { CallInterceptor, ServiceCall } from './interceptor';
import type { DailyQuotas } from './limits';
import type { Network } from './network';
import type { Program, SourceFile } from './program';
import type { TriggerTiming } from './triggers';

/** The parts of appsscript.json that matter here. */
export interface Manifest {
  readonly timeZone?: string;
  readonly oauthScopes?: readonly string[];
}

export interface ProjectOptions {
  /** The script files, in the order they were pushed. */
  readonly sources?: readonly SourceFile[];
  /** Instead of `sources`: already compiled, to be shared by many projects: `compile(sources)`. */
  readonly program?: Program;
  /** HTML files by name, without extension. @default none */
  readonly htmlFiles?: Readonly<Record<string, string>>;
  /** @default UTC, scopes found out by what is called */
  readonly manifest?: Manifest;
  /** @default a virtual clock that starts on 2026-03-02T09:00:00Z */
  readonly clock?: Clock;
  /** @default no address can be reached */
  readonly network?: Network;
  /** @default every call takes its ordinary course */
  readonly interceptor?: CallInterceptor;
  /** What all chance in the project comes from. @default 'seed' */
  readonly seed?: string | number;
  /** The id of the spreadsheet, form or document the script belongs to. @default null, a standalone script */
  readonly boundTo?: string | null;
  /** @default 'consumer' */
  readonly account?: 'consumer' | 'workspace';
  /** Other quotas than the account's, to reach them sooner. */
  readonly quotas?: Partial<DailyQuotas>;
  /** The address of the user who runs and owns everything. @default 'someone@example.com' */
  readonly user?: string;
  /** How long a call takes, milliseconds, besides network and sleep. @default no call takes any time */
  readonly latencyMs?: (call: ServiceCall) => number;
  /** When clock triggers really run. @default up to 15 s late */
  readonly timing?: TriggerTiming;
  /** @default 'emulator-script-id' */
  readonly scriptId?: string;
  /** The deployed web app's address. @default null, not deployed */
  readonly webAppUrl?: string | null;
  /**
   * Whether triggers that come due while an execution waits in a service call run inside that call, as Google starts them
   * without waiting. At most three deep. @default false: they run when the execution has ended
   */
  readonly triggersOverlap?: boolean;
  /** Called with each line as it is logged. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Called with each execution that ended. */
  readonly onEnd?: (execution: Execution) => void;
}

/** One line of the execution log. */
export interface LogEntry {
  readonly at: number;
  readonly executionId: number;
  readonly functionName: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON of the object, when one object was logged. */
  readonly payload?: string;
}
