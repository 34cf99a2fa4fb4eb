import { NetworkError, type Clock, type Http, type HttpRequest, type HttpResponse } from '../platform/platform';
import { redact } from '../redact';
import { judge, type CheckOutcome } from './expectation';
import type { Monitor } from './monitor';

/** A check to make. */
export interface Check {
  readonly monitor: Monitor;
  readonly request: HttpRequest;
  /** Whether it is asked alone, because it held up others the last time. */
  readonly alone: boolean;
}

/** What came of some checks. */
export interface CheckReport {
  readonly outcomes: ReadonlyMap<Check, CheckOutcome>;
  /** Why nothing at all could be asked, where Google refused: its daily quota, or a missing permission. */
  readonly refused: 'quota' | 'permission' | undefined;
}

/** Requests in one call of fetchAll. Google documents no maximum. */
const BATCH = 50;

/** Network calls of one tick, so that a hundred monitors stay below twelve service calls together with the rest. */
const MAX_CALLS = 8;

/** No call starts after this long, so that checks that all time out do not use up the day's trigger runtime. */
const MAX_MS = 90_000;

/** Asked when something did not answer: where Google's own servers cannot be reached either, nobody else is down. */
const CONTROL: HttpRequest = {
  method: 'get',
  url: 'https://chat.googleapis.com/',
  headers: {},
  body: '',
  timeoutSeconds: 10,
};

/**
 * Makes checks, many at once. One that does not answer makes a whole call of fetchAll throw, but its address stands in the
 * exception: it is taken out, and the rest asked again. What there is no time or no call left for is `unknown`.
 */
export function makeChecks(checks: readonly Check[], http: Http, clock: Clock): CheckReport {
  return new Round(http, clock).run(checks);
}

class Round {
  private readonly outcomes = new Map<Check, CheckOutcome>();
  private refused: CheckReport['refused'];
  private calls = 0;
  private readonly startedAt: number;

  constructor(
    private readonly http: Http,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  run(checks: readonly Check[]): CheckReport {
    const together = checks.filter(({ alone }) => !alone);
    // Those with a limit of time go separately: another that is slow would make them look slow.
    const timed = together.filter(({ monitor }) => monitor.maxLatencyMs !== undefined);
    const untimed = together.filter(({ monitor }) => monitor.maxLatencyMs === undefined);
    for (let at = 0; at < untimed.length; at += BATCH) this.askAll(untimed.slice(at, at + BATCH));
    for (let at = 0; at < timed.length; at += BATCH) this.askAll(timed.slice(at, at + BATCH));
    for (const check of checks.filter(({ alone }) => alone)) this.askOne(check);
    this.control();
    for (const check of checks) if (!this.outcomes.has(check)) this.outcomes.set(check, UNASKED);
    return { outcomes: this.outcomes, refused: this.refused };
  }

  private mayCall(): boolean {
    return this.refused === undefined && this.calls < MAX_CALLS && this.clock.now() - this.startedAt < MAX_MS;
  }

  private askAll(checks: readonly Check[]): void {
    if (checks.length === 1 && checks[0] !== undefined) this.askOne(checks[0]);
    if (checks.length < 2 || !this.mayCall()) return;
    const answer = this.call(() => this.http.fetchAll(checks.map(({ request }) => request)));
    if ('responses' in answer) {
      this.judgeAll(checks, answer.responses, answer.tookMs);
      return;
    }
    if (answer.error.kind !== 'unanswered') return;
    const silent = namedIn(answer.error.message, checks);
    for (const check of silent) this.outcomes.set(check, unanswered(answer.error));
    if (silent.length > 0) this.askAll(checks.filter((check) => !silent.includes(check)));
    else {
      // The exception names none of them: the culprit is in one of the halves.
      const half = Math.ceil(checks.length / 2);
      this.askAll(checks.slice(0, half));
      this.askAll(checks.slice(half));
    }
  }

  private judgeAll(checks: readonly Check[], responses: readonly HttpResponse[], tookMs: number): void {
    const slow: Check[] = [];
    checks.forEach((check, index) => {
      const response = responses[index];
      if (response === undefined) return;
      const { maxLatencyMs } = check.monitor;
      // The whole batch took so long, so each took at most that.
      const outcome = judge(check.monitor, response, undefined);
      if (outcome.kind === 'ok' && maxLatencyMs !== undefined && tookMs > maxLatencyMs) slow.push(check);
      else this.outcomes.set(check, outcome);
    });
    for (const check of slow) this.askOne(check);
  }

  private askOne(check: Check): void {
    if (!this.mayCall()) return;
    const answer = this.call(() => [this.http.fetch(check.request)]);
    if ('error' in answer) {
      if (answer.error.kind === 'unanswered') this.outcomes.set(check, unanswered(answer.error));
      return;
    }
    const [response] = answer.responses;
    if (response !== undefined) this.outcomes.set(check, judge(check.monitor, response, answer.tookMs));
  }

  private call(fetch: () => HttpResponse[]): { responses: HttpResponse[]; tookMs: number } | { error: NetworkError } {
    this.calls += 1;
    const startedAt = this.clock.now();
    try {
      return { responses: fetch(), tookMs: this.clock.now() - startedAt };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.kind !== 'unanswered') this.refused = error.kind;
      return { error };
    }
  }

  /** Where something did not answer: is it that, or Google's way out? */
  private control(): void {
    const silent = [...this.outcomes].filter(
      ([, outcome]) => outcome.kind === 'failed' && outcome.reason.startsWith(NO_ANSWER),
    );
    if (silent.length === 0 || this.refused !== undefined) return;
    const answer = this.call(() => [this.http.fetch(CONTROL)]);
    if ('responses' in answer) return;
    for (const [check] of silent)
      this.outcomes.set(check, { kind: 'unknown', reason: 'Google reaches nobody at the moment, itself included' });
  }
}

const UNASKED: CheckOutcome = { kind: 'unknown', reason: 'it could not be asked in this tick' };

const NO_ANSWER = 'no answer';

/** The wording follows Apps Script's text, the decision never does. */
function unanswered({ message }: NetworkError): CheckOutcome {
  const why = [
    [/dns/i, 'its name is not known'],
    [/ssl|certificate|handshake/i, 'its certificate is not valid'],
    [/time ?(d )?-?out/i, 'it took too long'],
    [/unavailable|refused|unreachable/i, 'no connection'],
  ].find(([pattern]) => (pattern as RegExp).test(message));
  return { kind: 'failed', reason: why === undefined ? NO_ANSWER : `${NO_ANSWER}: ${String(why[1])}`, alone: true };
}

/** The checks whose address stands in an exception's text; of addresses that contain each other the longest. */
function namedIn(message: string, checks: readonly Check[]): Check[] {
  const named = checks.filter(({ request }) => message.includes(redact(request.url)));
  const longest = Math.max(...named.map(({ request }) => request.url.length));
  return named.filter(({ request }) => request.url.length === longest);
}
