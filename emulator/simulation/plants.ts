/** A bug that is planted into a copy of the shipped script, to show that the simulation would find it. */
export interface Plant {
  readonly name: string;
  /** What stands in the shipped script, exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The shipped script with a bug in it. @throws {@link Error} the place is not there, or not only there */
export function plant({ name, find, replace }: Plant, code: string): string {
  const places = code.split(find).length - 1;
  if (places !== 1)
    throw new Error(`The bug "${name}" has ${places} places in the script, not one: look for its code again.`);
  return code.replace(find, () => replace);
}

const SENT = "{ kind: 'sent', name: '', threadName: '' }";

export const PLANTS: readonly Plant[] = [
  { name: 'a new requestId for each attempt', find: '&requestId=${requestIdOf(delivery.to, delivery.id)}', replace: '&requestId=${requestIdOf(delivery.to, delivery.id + Math.random())}' },
  { name: 'a segment is deleted before its last delivery is done', find: '>= segment.count;', replace: '>= segment.count - 1;' },
  { name: 'every segment is deleted at the end of a drain', find: 'filter((key) => isFinished(this.outbox, key))', replace: 'filter(() => true)' },
  { name: 'done bits go to the wrong delivery', find: 'done.add(index));', replace: 'done.add(index + 1));' },
  { name: 'keys from the raw clock', find: 'if (now > greatest.ms)', replace: 'if (now > 0)' },
  { name: 'a send overtakes what waits in its thread', find: 'if (due.some((other) => other.lane === lane)) {', replace: 'if (false) {' },
  { name: 'every delivery is a lane of its own', find: 'if (!ordered)\n            return `${to}', replace: 'if (true)\n            return `${to}' },
  { name: 'a batch is stored in reverse', find: 'batch.push(record);', replace: 'batch.unshift(record);' },
  { name: 'a batch loses its last segment', find: 'Object.assign({}, ...segments.map(({ entries }) => entries))', replace: 'Object.assign({}, ...segments.slice(0, Math.max(0, segments.length - 1)).map(({ entries }) => entries))' },
  { name: 'deliveries for later are never read', find: 'if (!key.startsWith(OUTBOX_PREFIX) && !key.startsWith(LATER_PREFIX))', replace: 'if (!key.startsWith(OUTBOX_PREFIX))' },
  { name: 'a half-written segment is read', find: 'if (keys.size === parsed.count) {', replace: 'if (true) {' },
  { name: 'a failed fetchAll is taken for sent', find: "if (error.kind === 'unanswered')\n                    return undefined;", replace: `if (error.kind === 'unanswered')\n                    return round.map(() => (${SENT}));` },
  { name: 'the answers of a batch are mixed up', find: 'const response = responses[index];\n                const answer = failed', replace: 'const response = responses[responses.length - 1 - index];\n                const answer = failed' },
  { name: 'a 429 is taken for sent', find: 'if (status === 429)', replace: `if (status === 429) return ${SENT};\n        if (status === 429)` },
  { name: 'a 5xx is taken for sent', find: 'if (status >= 500 ||', replace: `if (status >= 500) return ${SENT};\n        if (status >= 500 ||` },
  { name: 'what was not sent is reported sent', find: 'return this.queued(id, reasons[answer.kind], 60000);', replace: "return { status: 'sent', id, name: '', threadName: '' };" },
  { name: 'queued is returned although the write failed', find: 'could not be stored for sure.`, error);', replace: 'could not be stored for sure.`, error), entries;' },
  { name: 'any time in the store is believed', find: 'at <= now + longestMs + CLOCKS_DIFFER_MS ? at : 0', replace: 'at <= now + longestMs + CLOCKS_DIFFER_MS ? at : at' },
  { name: 'Retry-After is ignored', find: "return { kind: 'rate', status, retryAfterMs: retryAfter(response, now), reason };", replace: "return { kind: 'rate', status, retryAfterMs: undefined, reason };" },
  { name: 'an unreadable Retry-After is a number', find: 'return Number.isNaN(ms) ? undefined :', replace: 'return false ? undefined :' },
  { name: 'a long wait is slept through', find: 'if (paceMs > MAX_WAIT_IN_CALL_MS || engine.isLate(paceMs)) {', replace: 'if (false) {' },
  { name: 'a refused webhook drops its deliveries', find: 'this.refused(posted, answer);', replace: "copy.done(lane, 0, { outcome: 'failed', status: 0, detail: '' }, 0);" },
  { name: 'a refused webhook is never tried again', find: 'conditions.breakerOf(lane.to)) === null', replace: 'conditions.breakerOf(lane.to) && { probeAt: Infinity }) === null' },
  { name: 'a row of history that is none is read', find: 'rows.filter(isRow)', replace: 'rows' },
  { name: 'a discard is about every delivery of its id', find: 'const note = noteOf(snapshot, { segment: key, index });', replace: "const note = noteOf(snapshot, { segment: key, index }) || (Object.keys(snapshot).some((other) => other.startsWith('cc/d/') && other.endsWith(`#${index}`)) ? { key: 'cc/d/x', at: 0 } : undefined);" },
  { name: 'a dead letter is not stored', find: 'if (!copy.write({ ...notice.entries, ...entries })) {', replace: 'if (false) {' },
  { name: 'a failure is told to nobody', find: 'if (delivery.notice)\n                return {', replace: 'if (true)\n                return {' },
  { name: 'a lease never expires', find: 'lease !== undefined && lease.expiresAt > now && lease.expiresAt <= now + 2 * LEASE_MS', replace: 'lease !== undefined' },
  { name: 'the lock is kept', find: 'if (!isCallers)\n                lock.release();', replace: '' },
  { name: 'nothing is redacted', find: 'function redact(text) {', replace: 'function redact(text) {\n        return text;' },
  { name: 'the delivery is done before it is posted', find: 'const answer = engine.post(posted.delivery, posted.webhook, this.timeoutFor(posted));', replace: "copy.done(posted.lane, 0, { outcome: 'sent', status: 200, detail: '' }, 1);\n                copy.checkpoint(false);\n                const answer = engine.post(posted.delivery, posted.webhook, undefined);" },
  { name: 'no answer is taken for not posted', find: "if (answer.kind === 'unavailable')\n                ambiguous = true;", replace: '' },
  { name: 'a refusal after a lost answer is a plain refusal', find: "const mayExist = ambiguous && answer.kind === 'webhook-down';", replace: 'const mayExist = false;' },
  { name: 'the webhooks of a space are paced apart', find: 'const { space } = lane.webhook;\n            if (dueAt > now)', replace: 'const space = lane.to;\n            if (dueAt > now)' },
  { name: 'posts are not paced', find: 'this.pace(space).nextAt = Math.ceil(at + PERIOD_MS + this.marginMs);', replace: '' },
  { name: 'a digest is not stored before its deliveries are done', find: 'engine.platform.store.write(entriesOf(append));\n            }\n            catch (error) {\n                copy.log', replace: '}\n            catch (error) {\n                copy.log' },
]; // prettier-ignore
