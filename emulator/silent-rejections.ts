/**
 * A promise that a script rejects and nobody handles is silent in Apps Script; Node would end the process. Realms tell
 * their promises here, and rejections of those are dropped. All others are treated as if this were not here.
 */
const realms = new WeakSet();

let listening = false;

/** @param promisePrototype - the realm's own Promise.prototype */
export function silenceRejections(promisePrototype: object): void {
  realms.add(promisePrototype);
  if (listening) return;
  listening = true;
  process.on('unhandledRejection', (reason, promise) => {
    if (realms.has(Object.getPrototypeOf(promise) as object)) return;
    if (process.listenerCount('unhandledRejection') > 1) return;
    throw reason;
  });
}
