/**
 * What is kept of monitors:
 *
 *   cc/m/h        {"v":1,"f":"…","n":1764036000,"c":12}: the definitions' fingerprint, when the next of them all is due in
 *                 epoch seconds (0 for never), how many rows there are
 *   cc/m/s0       the rows, see `book.ts`; s1, s2, … as needed
 *   cc/m/b/<id>   when a job last called in, see `heartbeat.ts`
 */
export const MONITOR_PREFIX = 'cc/m/';
export const HEADER_KEY = `${MONITOR_PREFIX}h`;
export const SHARD_PREFIX = `${MONITOR_PREFIX}s`;
