import type { Execution } from './execution';

/** One call of an Apps Script service by an execution: plain data. */
export interface ServiceCall {
  readonly execution: Execution;
  /** "PropertiesService" */
  readonly service: string;
  /** "setProperties" */
  readonly method: string;
  /** Plain data: for services with scopes the scope first, `['script', { a: '1' }, false]`. */
  readonly args: readonly unknown[];
  /** When the script made the call, epoch milliseconds. */
  readonly issuedAt: number;
}

/** What a service answers: a value, or an exception in Google's words. */
export type Answer =
  { readonly value: unknown } | { readonly thrown: { readonly name: string; readonly message: string } };

/** What becomes of one call. `{}` is the ordinary course: the whole effect, then the service's own answer. */
export interface Decision {
  /**
   * How much of the effect takes place. `{ first: 2 }` is a call cut off in its middle: the first two entries of a
   * `setProperties`, `deleteAllProperties`, `putAll` or `removeAll`, the first two requests of a `fetchAll`; other
   * calls have one entry. @default 'whole'
   */
  readonly effect?: 'none' | 'whole' | { readonly first: number };
  /**
   * What the script sees of it: the service's answer, an exception with this text, this value instead, or nothing,
   * because the execution ends here. @default 'answer'
   */
  readonly outcome?: 'answer' | 'kill' | { readonly throws: string } | { readonly returns: unknown };
  /** How long the call takes, milliseconds, waits and network not counted. @default what `Project` was told */
  readonly latencyMs?: number;
}

/**
 * The hook every service call of a same-thread execution passes through. It may move the project's clock and run other
 * executions whole, inside the call: `project.run(…)` from within `decide` happens before the effect, from within
 * `answered` after it. Without an interceptor every call takes its ordinary course.
 */
export interface CallInterceptor {
  /** Before the effect: decides what becomes of the call. */
  decide(call: ServiceCall): Decision;
  /** After the effect, before the script sees the answer. Not called for a call that ends its execution. */
  answered?(call: ServiceCall, answer: Answer): void;
}
