import { ServiceException } from '../exception';
import { checkSignature, type Google } from '../facade/google';
import { Blocked, type CallContext, type Caller, type Scope } from './service';

/** Who has a lock: an execution, or something outside this project's history until an instant. */
type Holder = { readonly executionId: number } | { readonly until: number };

/** What LockService says when a script asks too often. It can be thrown by any of the lock's methods. */
export const TOO_MANY_LOCK_OPERATIONS = 'There are too many LockService operations against the same script.';

/** LockService's locks: one per scope. Executions own them and lose them when they end, however they end. */
export class LockHost {
  readonly #holders = new Map<string, Holder>();

  tryLock(context: CallContext, scope: Scope, timeoutMs: number): boolean | Blocked {
    return this.#acquire(context, scope, timeoutMs);
  }

  waitLock(context: CallContext, scope: Scope, timeoutMs: number): null | Blocked {
    const acquired = this.#acquire(context, scope, timeoutMs);
    if (acquired instanceof Blocked) return acquired;
    if (!acquired) throw new ServiceException('Lock timeout: another process was holding the lock for too long.');
    return null;
  }

  hasLock(context: CallContext, scope: Scope): boolean {
    return isHeldBy(this.#holder(context, scope), context.execution.id);
  }

  releaseLock(context: CallContext, scope: Scope): null {
    if (this.hasLock(context, scope)) this.#holders.delete(lockKey(context, scope));
    return null;
  }

  /** Someone else holds the script's lock until this instant: a person's own code in the same project. */
  holdUntil(instant: number): void {
    this.#holders.set('script', { until: instant });
  }

  /** The id of the execution that holds the script's lock, or null. */
  scriptLockHolder(): number | null {
    const holder = this.#holders.get('script');
    return holder && 'executionId' in holder ? holder.executionId : null;
  }

  /** Takes away what an execution holds: it has ended. */
  releaseAllOf(executionId: number): void {
    for (const [key, holder] of this.#holders) if (isHeldBy(holder, executionId)) this.#holders.delete(key);
  }

  #acquire(context: CallContext, scope: Scope, timeoutMs: number): boolean | Blocked {
    const holder = this.#holder(context, scope);
    if (!holder) {
      this.#holders.set(lockKey(context, scope), { executionId: context.execution.id });
      return true;
    }
    if (isHeldBy(holder, context.execution.id)) return true;
    const deadline = context.issuedAt + timeoutMs;
    if (context.now >= deadline) return false;
    return new Blocked('until' in holder ? Math.min(holder.until, deadline) : deadline);
  }

  #holder(context: CallContext, scope: Scope): Holder | undefined {
    const key = lockKey(context, scope);
    const holder = this.#holders.get(key);
    if (!holder || !('until' in holder) || context.now < holder.until) return holder;
    this.#holders.delete(key);
    return undefined;
  }
}

const lockKey = (context: CallContext, scope: Scope): string =>
  scope === 'user' ? `user:${context.execution.user}` : scope;

const isHeldBy = (holder: Holder | undefined, executionId: number): boolean =>
  holder !== undefined && 'executionId' in holder && holder.executionId === executionId;

class Lock implements GoogleAppsScript.Lock.Lock {
  readonly #call: Caller<LockHost>;
  readonly #scope: Scope;

  constructor(call: Caller<LockHost>, scope: Scope) {
    this.#call = call;
    this.#scope = scope;
  }

  tryLock(...args: unknown[]): boolean {
    checkSignature('LockService.Lock.tryLock', args, 'number');
    return this.#call('tryLock', this.#scope, Number(args[0]));
  }

  waitLock(...args: unknown[]): void {
    checkSignature('LockService.Lock.waitLock', args, 'number');
    this.#call('waitLock', this.#scope, Number(args[0]));
  }

  hasLock(): boolean {
    return this.#call('hasLock', this.#scope);
  }

  releaseLock(): void {
    this.#call('releaseLock', this.#scope);
  }
}

/** LockService inside an execution. The document's lock is null in a project that belongs to no document. */
export function lockFacade(google: Google) {
  const call = google.caller<LockHost>('LockService');
  return {
    getScriptLock: () => new Lock(call, 'script'),
    getUserLock: () => new Lock(call, 'user'),
    getDocumentLock: () => (google.bridge.info.bound ? new Lock(call, 'document') : null),
  };
}
