import type { Chat } from '../chat/chat';
import type { Clock } from '../clock';
import type { Answer, ServiceCall } from '../interceptor';

/** Chat takes one post a second and space. */
const PERIOD_MS = 1000;

/** What every execution is watched for while it runs, whatever it does: how it treats the lock, and how it paces its posts. */
export class Watch {
  /** Executions that hold the lock. */
  private readonly holders = new Set<number>();
  /** The wait that a space's 429 asks for at present, milliseconds. */
  private readonly waits = new Map<string, number>();
  /** "execution/space" to the end of the wait that this execution was told of. */
  private readonly noPostBefore = new Map<string, number>();
  /** "execution/space" to the moment of this execution's last post there that it knows was taken. */
  private readonly takenAt = new Map<string, number>();
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
    this.watchPace(call);
  }

  /** Just after a call's effect. */
  after({ service, method, execution, issuedAt }: ServiceCall, answer: Answer): void {
    if (method === 'tryLock' && 'value' in answer && answer.value === true) this.holders.add(execution.id);
    if (method === 'releaseLock') this.holders.delete(execution.id);
    // A call that throws tells its script nothing of what Chat asked for.
    if (service === 'UrlFetchApp' && 'value' in answer) this.noteAnswers(execution.id, issuedAt);
  }

  /** I6: a lock is never held across a post or a wait. */
  private watchLock({ method, service, execution }: ServiceCall): void {
    if (this.holders.has(execution.id) && (service === 'UrlFetchApp' || method === 'sleep'))
      this.broke(`I6 ${service}.${method} while the lock is held`);
  }

  /**
   * I5: no execution posts to a space before the end of a wait that Chat has asked it for, nor within a second of a post
   * that was taken, nor twice at once, whichever webhooks it uses.
   */
  private watchPace({ service, method, args, execution }: ServiceCall): void {
    if (service !== 'UrlFetchApp' || (method !== 'fetch' && method !== 'fetchAll')) return;
    const spaces = spacesIn(args);
    if (new Set(spaces).size < spaces.length) this.broke(`I5 a batch posts twice to one space: ${spaces.join(', ')}`);
    const now = this.clock.now();
    for (const space of spaces) {
      const key = `${execution.id}/${space}`;
      const earlyMs = (this.noPostBefore.get(key) ?? 0) - now;
      if (this.clocksAgree && earlyMs > 1)
        this.broke(`I5 a post to ${space} ${earlyMs} ms before the end of the wait that Chat asked for`);
      const sinceMs = now - (this.takenAt.get(key) ?? -Infinity);
      if (sinceMs < PERIOD_MS) this.broke(`I5 a post to ${space} ${sinceMs} ms after the one before was taken`);
    }
  }

  private noteAnswers(execution: number, postedAt: number): void {
    for (const request of this.chat.requests.slice(this.requestsBefore)) {
      const wait = this.waits.get(request.space);
      if (request.status === 200) this.takenAt.set(`${execution}/${request.space}`, postedAt);
      if (request.status === 429 && request.isFaulty && wait !== undefined)
        this.noPostBefore.set(`${execution}/${request.space}`, request.receivedAt + wait);
    }
  }
}

/** The spaces that a fetch or a fetchAll posts to. */
function spacesIn(args: readonly unknown[]): string[] {
  return [...JSON.stringify(args).matchAll(/"url":"[^"]*\/v1\/spaces\/([^/]+)\/messages/g)].map(
    ([, space]) => space ?? '',
  );
}
