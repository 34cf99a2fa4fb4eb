import { count } from '../message/wording';
import type { HttpResponse } from '../platform/platform';
import type { JsonExpectation, Monitor, StatusExpectation } from './monitor';

/** What came of one check. */
export type CheckOutcome =
  | { readonly kind: 'ok' }
  /** The system is not as it should be. */
  | {
      readonly kind: 'failed';
      /** In few words, without anything of the answer that may be a secret: "HTTP 503 instead of 2xx". */
      readonly reason: string;
      /** Whether it is better asked alone next time: it did not answer, or slowly, which holds up a whole batch. */
      readonly alone: boolean;
    }
  /** Nothing is known of the system: Google's side stood in the way, or there was no time to ask. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Judges an answer by what the monitor expects. */
export function judge(monitor: Monitor, response: HttpResponse, latencyMs: number | undefined): CheckOutcome {
  const { expectStatus = '2xx', expectText, expectJson, maxLatencyMs } = monitor;
  const statuses = Array.isArray(expectStatus)
    ? (expectStatus as readonly StatusExpectation[])
    : [expectStatus as StatusExpectation];
  if (!statuses.some((expected) => isStatus(response.status, expected))) {
    return failed(`HTTP ${response.status} instead of ${statuses.join(' or ')}`);
  }
  if (expectText !== undefined && !response.body.includes(expectText)) {
    return failed(`the answer does not contain "${expectText.slice(0, 60)}"`);
  }
  if (expectJson !== undefined) {
    const list = Array.isArray(expectJson)
      ? (expectJson as readonly JsonExpectation[])
      : [expectJson as JsonExpectation];
    const wrong = wrongJson(response.body, list);
    if (wrong !== undefined) return failed(wrong);
  }
  if (maxLatencyMs !== undefined && latencyMs !== undefined && latencyMs > maxLatencyMs) {
    return { kind: 'failed', reason: `it took ${count(latencyMs)} ms, more than ${count(maxLatencyMs)}`, alone: true };
  }
  return { kind: 'ok' };
}

const failed = (reason: string): CheckOutcome => ({ kind: 'failed', reason, alone: false });

const isStatus = (status: number, expected: StatusExpectation): boolean =>
  typeof expected === 'number' ? status === expected : Math.floor(status / 100) === Number(expected[0]);

function wrongJson(body: string, expectations: readonly JsonExpectation[]): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return 'the answer is not JSON';
  }
  const wrong = expectations.find(({ path, equals }) => valueAt(answer, readJsonPath(path) ?? []) !== equals);
  if (wrong === undefined) return undefined;
  const found = valueAt(answer, readJsonPath(wrong.path) ?? []);
  return `${wrong.path} is ${kindOf(found)} instead of ${JSON.stringify(wrong.equals)}`;
}

/** A value in few words. A text is not repeated: nobody knows what stands in it. */
function kindOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return value === undefined ? 'missing' : typeof value === 'string' ? 'another text' : 'an object';
}

/** The steps of a path such as "checks[0].healthy", or undefined when it is none. */
export function readJsonPath(path: string): string[] | undefined {
  if (!/^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(path)) return undefined;
  return path.match(/[^.[\]]+/g) ?? undefined;
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.prototype.hasOwnProperty.call(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}
