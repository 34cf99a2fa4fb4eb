/**
 * A delivery that a person discarded: "cc/d/<requestId>". A note of its own, since any execution that is sending at the
 * moment may write the progress over again. It goes with the delivery's segment.
 */
export const DISCARD_PREFIX = 'cc/d/';
