import type { RandomStream } from '../random';
import { type Answer, injectedAnswer, withHeader } from './answers';

/** Something that goes wrong in one space. Faults are tried in order; the first that strikes decides the answer. */
export interface Fault {
  /** Answers this HTTP status without serving the request, 200 to 599. */
  readonly status?: number;
  /** Loses the request on its way: nothing is served, no answer comes. @default false */
  readonly lost?: boolean;
  /** Serves the request, and when that made a message, answers this status all the same, or nothing at all. */
  readonly afterCreate?: number | 'drop';
  /** How much longer the answer takes, milliseconds: a number, or from and to. Adds up over all faults that strike. */
  readonly latencyMs?: number | readonly [fromMs: number, toMs: number];
  /** How likely the fault is to strike, 0 to 1. @default 1 */
  readonly probability?: number;
  /** How often it strikes, 1 or more; then it is over. @default without end */
  readonly times?: number;
  /** How long it lasts from the moment it is set, milliseconds. @default without end */
  readonly forMs?: number;
  /** A Retry-After header: seconds, or a text that is sent as it stands. @default none */
  readonly retryAfter?: number | string;
  /** Whether `retryAfter` in seconds is sent as an HTTP date. @default false */
  readonly retryAfterAsDate?: boolean;
  /** Whether the answer is an HTML page, as from a broken front end. @default false */
  readonly html?: boolean;
  /** The answer's body in place of Google's, such as unreadable JSON. @default Google's error shape */
  readonly body?: string;
}

/** What the faults of a space do to one request. */
export interface Strike {
  readonly latencyMs: number;
  /** Decides the answer; undefined when the request is only slowed. */
  readonly fault: Fault | undefined;
}

const NO_STRIKE: Strike = { latencyMs: 0, fault: undefined };

interface ActiveFault {
  readonly fault: Fault;
  readonly endsAt: number;
  timesLeft: number;
}

/** The faults of one space, and how much of each is left. */
export class Faults {
  #active: ActiveFault[] = [];

  /** Replaces what was set. @param now - from when `forMs` counts, epoch milliseconds */
  set(faults: readonly Fault[], now: number): void {
    this.#active = faults.map((fault) => ({
      fault,
      endsAt: now + (fault.forMs ?? Infinity),
      timesLeft: fault.times ?? Infinity,
    }));
  }

  /** Those that may still strike. */
  active(now: number): readonly Fault[] {
    return this.#active.filter((active) => isLeft(active, now)).map(({ fault }) => fault);
  }

  strike(now: number, random: RandomStream): Strike {
    if (this.#active.length === 0) return NO_STRIKE;
    this.#active = this.#active.filter((active) => isLeft(active, now));
    let latencyMs = 0;
    for (const active of this.#active) {
      const { fault } = active;
      if (fault.probability !== undefined && !random.chance(fault.probability)) continue;
      latencyMs += latencyOf(fault, random);
      // Whether this one strikes is known only when the message is made: see `spend`.
      if (fault.afterCreate !== undefined) return { latencyMs, fault };
      active.timesLeft -= 1;
      if (fault.status !== undefined || fault.lost === true) return { latencyMs, fault };
    }
    return { latencyMs, fault: undefined };
  }

  /** Counts a strike of a fault that waits for a message to be made. */
  spend(fault: Fault): void {
    for (const active of this.#active) if (active.fault === fault) active.timesLeft -= 1;
  }
}

function isLeft({ endsAt, timesLeft }: ActiveFault, now: number): boolean {
  return now < endsAt && timesLeft > 0;
}

function latencyOf({ latencyMs }: Fault, random: RandomStream): number {
  if (latencyMs === undefined || typeof latencyMs === 'number') return latencyMs ?? 0;
  return latencyMs[0] + random.next() * (latencyMs[1] - latencyMs[0]);
}

/** The answer a fault puts in place of Chat's. */
export function faultAnswer(code: number, fault: Fault, now: number): Answer {
  const answer = injectedAnswer(code, { html: fault.html === true, body: fault.body });
  const { retryAfter, retryAfterAsDate } = fault;
  if (retryAfter === undefined) return answer;
  const isDate = retryAfterAsDate === true && typeof retryAfter === 'number';
  return withHeader(answer, 'Retry-After', isDate ? httpDate(now + retryAfter * 1000) : String(retryAfter));
}

/** "Mon, 02 Mar 2026 09:00:00 GMT", rounded up to the second, so that it does not lie before the instant. */
export function httpDate(instant: number): string {
  return new Date(Math.ceil(instant / 1000) * 1000).toUTCString();
}
