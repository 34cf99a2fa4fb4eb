import type { Chat } from '../chat/chat';
import type { Clock } from '../clock';
import type { Answer, ServiceCall } from '../interceptor';

/** What every execution is watched for while it runs, whatever it does: how it treats the lock, and Chat's waits. */
export class Watch {
  /** Executions that hold the lock. */
  private readonly holders = new Set<number>();
  /** The wait that a space's 429 asks for at present, milliseconds. */
  private readonly waits = new Map<string, number>();
  /** "execution/space" to the end of the wait that this execution was told of. */
  private readonly noPostBefore = new Map<string, number>();
  private requestsBefore = 0;

  /** @param broke - told what breaks a rule, as a sentence that begins with the invariant's name */
  constructor(
    private readonly chat: Chat,
    private readonly clock: Clock,
    private readonly clocksAgree: boolean,
    private readonly broke: (breach: string) => void,
  ) {}

  /** Notes that the 429s of a space carry this wait from now on; undefined when they carry none. */
  waitIs(space: string, waitMs: number | undefined): void {
    if (waitMs === undefined) this.waits.delete(space);
    else this.waits.set(space, waitMs);
  }

  /** Just before a call's effect. */
  before(call: ServiceCall): void {
    this.requestsBefore = this.chat.requests.length;
    this.watchLock(call);
    this.watchWaits(call);
  }

  /** Just after a call's effect. */
  after({ service, method, execution }: ServiceCall, answer: Answer): void {
    if (method === 'tryLock' && 'value' in answer && answer.value === true) this.holders.add(execution.id);
    if (method === 'releaseLock') this.holders.delete(execution.id);
    // A call that throws tells its script nothing of what Chat asked for.
    if (service === 'UrlFetchApp' && 'value' in answer) this.noteWaits(execution.id);
  }

  /** I6: a lock is never held across a post or a wait. */
  private watchLock({ method, service, execution }: ServiceCall): void {
    if (this.holders.has(execution.id) && (service === 'UrlFetchApp' || method === 'sleep'))
      this.broke(`I6 ${service}.${method} while the lock is held`);
  }

  /** I5: no execution posts to a space before the end of a wait that Chat has asked it for. */
  private watchWaits({ service, method, args, execution }: ServiceCall): void {
    if (!this.clocksAgree || service !== 'UrlFetchApp' || (method !== 'fetch' && method !== 'fetchAll')) return;
    for (const space of spacesIn(args)) {
      const earlyMs = (this.noPostBefore.get(`${execution.id}/${space}`) ?? 0) - this.clock.now();
      if (earlyMs > 1) this.broke(`I5 a post to ${space} ${earlyMs} ms before the end of the wait that Chat asked for`);
    }
  }

  private noteWaits(execution: number): void {
    for (const request of this.chat.requests.slice(this.requestsBefore)) {
      const wait = this.waits.get(request.space);
      if (request.status === 429 && request.isFaulty && wait !== undefined)
        this.noPostBefore.set(`${execution}/${request.space}`, request.receivedAt + wait);
    }
  }
}

/** The spaces that a fetch or a fetchAll posts to. */
function spacesIn(args: readonly unknown[]): string[] {
  return [...JSON.stringify(args).matchAll(/\/v1\/spaces\/([^/]+)\/messages/g)].map(([, space]) => space ?? '');
}
