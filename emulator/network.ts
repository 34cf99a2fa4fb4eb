/**
 * The wire between the emulated UrlFetchApp and whatever answers: the local Chat in the same process, or a real server
 * on loopback. Plain data on both sides, so that it can cross a thread.
 */

/** One request as it leaves UrlFetchApp. */
export interface OutgoingRequest {
  /** Upper case: "POST". */
  readonly method: string;
  readonly url: string;
  /** In sending order, names as written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body's bytes; empty when there is none. */
  readonly body: Uint8Array;
  /** How long UrlFetchApp waits for the answer, milliseconds. */
  readonly timeoutMs: number;
}

/** What came of it. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** In the server's order and casing, repeats included. */
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: Uint8Array;
      /** How long the exchange took, milliseconds: virtual clocks move by it. */
      readonly tookMs: number;
    }
  /** No answer. `timeout`: the request may have been served all the same. */
  | { readonly kind: 'dns' | 'unreachable' | 'timeout'; readonly tookMs: number };

/** Whatever answers UrlFetchApp. */
export interface Network {
  /** Serves a batch in parallel: one outcome per request, in order. Blocks until all are there. */
  exchange(batch: readonly OutgoingRequest[], startedAt: number): Outcome[];
}
