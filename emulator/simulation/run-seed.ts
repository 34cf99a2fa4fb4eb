import { Chat } from '../chat/chat';
import { chatNetwork } from '../chat/network';
import { VirtualClock } from '../clock';
import type { Answer, Decision, ServiceCall } from '../interceptor';
import type { Program } from '../program';
import { Project } from '../project';
import { RandomStream } from '../random';
import { drawDials, drawTroubles, Mischief, type Dials, type Tally } from './faults';
import { drawWorkload, type Action, type Item, type Workload } from './workload';

/** What one item came to, as its caller saw it. */
export interface Outcome {
  readonly status: 'sent' | 'queued' | 'ignored' | 'refused' | 'threw' | 'killed';
  /** The error's code, or the reason; '' when there is none. */
  readonly code: string;
}

/** One call of `send`, or one item of a `sendAll`, with the moments that count. */
export interface Sending {
  readonly item: Item;
  /** Events are numbered as they happen: calls, returns, creations. */
  readonly calledAt: number;
  returnedAt: number;
  /** Its place in its batch. */
  readonly index: number;
  outcome: Outcome;
}

/** A message that Chat made. */
export interface Creation {
  readonly id: string;
  readonly space: string;
  readonly at: number;
}

/** Everything that a seed did. */
export interface History {
  readonly seed: number;
  readonly workload: Workload;
  readonly dials: Dials;
  readonly sendings: readonly Sending[];
  readonly creations: readonly Creation[];
  /** Ids that a person discarded. */
  readonly discarded: ReadonlySet<string>;
  /** Ids that a person sent again after they had failed: they go to the end of their lane. */
  readonly retried: ReadonlySet<string>;
  /** Deliveries after the liveness phase, by id: "failed: expired", "folded". */
  readonly fates: ReadonlyMap<string, string>;
  /** Keys of the outbox that are left at the end. */
  readonly leftovers: readonly string[];
  /** What broke a rule while it happened. */
  readonly breaches: readonly string[];
  readonly tally: Tally;
  readonly marks: Tally;
  readonly calls: number;
  readonly messages: number;
  readonly virtualMs: number;
  /** Lines that tell what happened, in order. */
  readonly story: readonly string[];
}

const MINUTE_MS = 60_000;
const MAX_CALLS = 20_000;
const MAX_EXECUTION_MS = 330_000;
const MAX_DEPTH = 3;
const LIVENESS_MINUTES = 100;
const DAY_MINUTES = 26 * 60;
const MAX_DAYS = 40;

/** An execution that ends at one service call, counted from 1. */
export interface Kill {
  readonly at: number;
  readonly moment: 'before' | 'middle' | 'after';
}

/** How a seed is run, where not as it was drawn. */
export interface SeedOptions {
  readonly dials?: Dials;
  readonly workload?: Workload;
  /** Instead of chance: exactly these. */
  readonly kills?: readonly Kill[];
  /** A Chat that does not know requestId: what is delivered twice shows. */
  readonly ignoreRequestId?: boolean;
  /** Whether the history tells its story. */
  readonly tell?: boolean;
}

/** Runs one seed whole: workload and faults, then the liveness phase without faults. */
export function runSeed(program: Program, seed: number, options: SeedOptions = {}): History {
  return new Seed(program, seed, options).run();
}

class Seed {
  private readonly clock: VirtualClock;
  private readonly chat: Chat;
  private readonly project: Project;
  private readonly workload: Workload;
  private readonly dials: Dials;
  private readonly mischief: Mischief;
  private readonly random: RandomStream;
  private readonly sendings: Sending[] = [];
  private readonly creations: Creation[] = [];
  private readonly discarded = new Set<string>();
  private readonly retried = new Set<string>();
  private readonly breaches: string[] = [];
  private readonly story: string[] = [];
  private readonly links = new Map<string, string>();
  private readonly waits = new Map<string, number>();
  private sequence = 0;
  private depth = 0;
  private faulty = true;
  private callCount = 0;
  private pending: Action[];

  constructor(
    program: Program,
    private readonly seed: number,
    private readonly options: SeedOptions,
  ) {
    this.workload = options.workload ?? drawWorkload(seed);
    this.dials = options.dials ?? drawDials(seed);
    this.mischief = new Mischief(seed, this.dials);
    this.random = new RandomStream(`run/${String(seed)}`);
    this.pending = [...this.workload.actions];
    this.clock = new VirtualClock(new Date(this.workload.startedAt).toISOString());
    this.chat = new Chat({
      quota: this.random.chance(0.7) ? 'strict' : 'burst',
      seed: String(seed),
      assume: { requestId: options.ignoreRequestId === true ? 'ignore' : 'honour' },
      observe: (event) => {
        if (event.kind === 'message.created') this.created(event.message.text, event.message.space);
      },
    });
    const latency = new RandomStream(`latency/${String(seed)}`);
    this.project = new Project({
      program,
      clock: this.clock,
      seed,
      network: chatNetwork(this.chat, { latencyMs: () => 80 + latency.below(420) }),
      interceptor: {
        decide: (call) => this.decide(call),
        answered: (call, answer) => this.answered(call, answer),
      },
      ...(this.dials.fetchQuota > 0 && { quotas: { urlFetchCalls: this.dials.fetchQuota } }),
    });
    this.prepare();
  }

  private prepare(): void {
    const { properties } = this.project;
    for (const [name, space] of Object.entries(this.workload.webhooks)) {
      const link = this.chat.addSpace(space);
      this.links.set(name, link);
      properties.set(`webhook.${name}`, link);
    }
    for (let left = this.dials.foreignBytes, key = 0; left > 0; left -= 8_000)
      properties.set(`own.${key++}`, 'x'.repeat(Math.min(left, 8_000)));
    if (this.dials.garbage) {
      for (const [key, value] of Object.entries({
        'cc/o/garbage': 'x',
        'cc/o/0m5kq3z9c000/x7f2': '{',
        'cc/p': '[',
        'cc/h': '7',
        'cc/L': '"',
      }))
        properties.set(key, value);
    }
    if (this.dials.shortLimits) {
      const limits = {
        minAgeToGiveUpMs: MINUTE_MS,
        maxAgeMs: 10 * MINUTE_MS,
        refusedProbeMs: MINUTE_MS,
        outageProbeMs: 20_000,
        quotaProbeMs: MINUTE_MS,
        maxAttempts: 5,
        foldAbove: 5,
      };
      properties.set('delivery.policy', JSON.stringify(limits));
    }
    for (const trouble of drawTroubles(
      this.seed,
      this.dials,
      [...new Set(Object.values(this.workload.webhooks))],
      this.workload.startedAt,
    )) {
      this.troubles.push(trouble);
    }
  }

  private readonly troubles: ReturnType<typeof drawTroubles> = [];

  run(): History {
    while (this.pending.length > 0) {
      const action = this.pending.shift() as Action;
      this.clock.waitUntil(Math.max(this.clock.now(), action.at));
      this.stir();
      this.act(action);
      this.scan();
    }
    this.liveness();
    return {
      seed: this.seed,
      workload: this.workload,
      dials: this.dials,
      sendings: this.sendings,
      creations: this.creations,
      discarded: this.discarded,
      retried: this.retried,
      fates: this.fates(),
      leftovers: [...this.project.properties.keys()].filter(
        (key) => /^cc\/[osLdp]/.test(key) && !/garbage|0m5kq3z9c000/.test(key),
      ),
      breaches: this.breaches,
      tally: this.mischief.tally,
      marks: this.marks(),
      calls: this.callCount,
      messages: this.creations.length,
      virtualMs: this.clock.now() - this.workload.startedAt,
      story: this.story,
    };
  }

  // --- what happens --------------------------------------------------------------------------------------------------

  private act(action: Action): void {
    switch (action.kind) {
      case 'tick':
        this.execute('tick', []);
        break;
      case 'send':
        this.send([action.item], () => [
          this.execute('send', [action.item.to, action.item.message, optionsOf(action.item)]),
        ]);
        break;
      case 'sendAll':
        this.send(
          action.items,
          () =>
            this.execute('sendAll', [
              action.items.map((item) => ({ ...optionsOf(item), to: item.to, message: item.message })),
            ]) as unknown[],
        );
        break;
      case 'discard':
      case 'retry':
        this.handle(action.kind, action.pick);
        break;
      case 'unhook':
        this.unhook(action.to, action.forMs);
        break;
    }
  }

  /** Calls, and notes what each item came to. */
  private send(items: readonly Item[], call: () => unknown[]): void {
    const calledAt = ++this.sequence;
    const sendings = items.map((item, index): Sending => ({
      item,
      index,
      calledAt,
      returnedAt: 0,
      outcome: { status: 'killed', code: '' },
    }));
    this.sendings.push(...sendings);
    try {
      const results = call() as { status: Outcome['status']; reason?: string; error?: { code: string } }[];
      const returnedAt = ++this.sequence;
      sendings.forEach((sending, index) => {
        const result = results[index];
        sending.returnedAt = returnedAt;
        sending.outcome = { status: result?.status ?? 'threw', code: result?.error?.code ?? result?.reason ?? '' };
        this.note(`${sending.item.id} to ${laneOf(sending.item)}: ${sending.outcome.status} ${sending.outcome.code}`);
      });
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string };
      const killed = name === 'ExecutionKilled';
      for (const sending of sendings) {
        if (!killed) sending.returnedAt = this.sequence + 1;
        sending.outcome = killed ? { status: 'killed', code: '' } : { status: 'threw', code: code ?? String(error) };
        this.note(`${sending.item.id} to ${laneOf(sending.item)}: ${sending.outcome.status} ${sending.outcome.code}`);
      }
      if (!killed) this.sequence++;
      if (!killed && code === undefined) this.breaches.push(`I10 an error without a code: ${String(error)}`);
      this.leaks(String(error) + JSON.stringify(error), 'an error');
    }
  }

  private handle(kind: 'discard' | 'retry', chance: number): void {
    const list = (this.quietly(() =>
      this.execute('listDeliveries', [{ status: kind === 'discard' ? 'queued' : 'failed' }]),
    ) ?? []) as { id: string }[];
    const chosen = list[Math.floor(chance * list.length)];
    if (chosen === undefined) return;
    (kind === 'discard' ? this.discarded : this.retried).add(chosen.id);
    this.note(`${kind} ${chosen.id}`);
    this.quietly(() => this.execute(kind === 'discard' ? 'discardDelivery' : 'retryDelivery', [chosen.id]));
  }

  private unhook(to: string, forMs: number): void {
    this.note(`webhook ${to} removed for ${forMs} ms`);
    this.project.properties.delete(`webhook.${to}`);
    this.hooksBack.push({ to, at: this.clock.now() + forMs });
  }

  private readonly hooksBack: { to: string; at: number }[] = [];

  /** What has become due outside: troubles in spaces, webhooks that come back. */
  private stir(): void {
    const now = this.clock.now();
    while (this.troubles[0] !== undefined && this.troubles[0].at <= now) {
      const { space, faults, kind } = this.troubles.shift() as (typeof this.troubles)[number];
      this.mischief.note(kind);
      this.note(`${space}: ${kind}`);
      this.chat.setFaults(space, faults, now);
      const [fault] = faults;
      if (typeof fault?.retryAfter === 'number') this.waits.set(space, Math.min(fault.retryAfter * 1000, 600_000));
      else this.waits.delete(space);
    }
    for (const hook of this.hooksBack.splice(0)) {
      if (hook.at > now && this.faulty) this.hooksBack.push(hook);
      else this.project.properties.set(`webhook.${hook.to}`, this.links.get(hook.to) ?? '');
    }
  }

  private execute(name: string, args: readonly unknown[]): unknown {
    const startedAt = this.clock.now();
    const skew =
      this.faulty && this.dials.skewMs > 0 ? this.random.below(2 * this.dials.skewMs) - this.dials.skewMs : 0;
    const before = this.callCount;
    this.held.push(false);
    try {
      return this.project.run(name, args, { clockSkewMs: skew, kind: name === 'tick' ? 'trigger' : 'editor' });
    } catch (error) {
      if (
        name === 'tick' &&
        (error as Error).name !== 'ExecutionKilled' &&
        !/script properties|too many times|storage quota/i.test(String(error))
      )
        this.breaches.push(`I7 tick threw: ${String(error)}`);
      if (name !== 'tick') throw error;
      return undefined;
    } finally {
      this.held.pop();
      const last = this.project.lastExecution;
      if (this.depth === 0) {
        if (
          last?.status === 'timedOut' ||
          (last?.status === 'completed' && this.clock.now() - startedAt > MAX_EXECUTION_MS && this.nestedMs === 0)
        ) {
          this.breaches.push(`I7 ${name} took ${this.clock.now() - startedAt} ms`);
        }
        if (this.callCount - before > MAX_CALLS) this.breaches.push(`I7 ${name} made ${this.callCount - before} calls`);
        this.nestedMs = 0;
      }
    }
  }

  private nestedMs = 0;
  private readonly held: boolean[] = [];
  private readonly noPostBefore = new Map<string, number>();

  private quietly(call: () => unknown): unknown {
    try {
      return call();
    } catch {
      return undefined;
    }
  }

  // --- inside a call -------------------------------------------------------------------------------------------------

  private decide(call: ServiceCall): Decision {
    this.callCount++;
    this.stir();
    this.watchLock(call);
    this.watchWaits(call);
    if (this.faulty && this.depth < MAX_DEPTH - 1 && this.mischief.nests) this.nest();
    this.requestsBefore = this.chat.requests.length;
    const kill = this.options.kills?.find(({ at }) => at === this.callCount);
    if (kill !== undefined) {
      const effect = kill.moment === 'before' ? 'none' : kill.moment === 'after' ? 'whole' : { first: 1 };
      return { effect, outcome: 'kill', latencyMs: 50 } as const;
    }
    if (!this.faulty) return { latencyMs: call.service === 'PropertiesService' ? 50 : 2 };
    return this.mischief.decide(call);
  }

  private answered(call: ServiceCall, answer: Answer): void {
    const top = this.held.length - 1;
    if (call.method === 'tryLock') this.held[top] = 'value' in answer && answer.value === true;
    if (call.method === 'releaseLock') this.held[top] = false;
    // A call that throws tells its script nothing of what Chat asked for.
    if (call.service === 'UrlFetchApp' && 'value' in answer) this.noteWaits(call);
  }

  /** Another execution, whole, inside this call. */
  private nest(): void {
    const next = this.pending.findIndex((action) => action.kind !== 'unhook' && action.at <= this.clock.now() + 30_000);
    const startedAt = this.clock.now();
    this.depth++;
    this.mischief.note('executions overlap');
    if (next >= 0 && this.random.chance(0.6)) {
      const [action] = this.pending.splice(next, 1);
      this.act(action as Action);
    } else this.execute('tick', []);
    this.depth--;
    this.nestedMs += this.clock.now() - startedAt;
  }

  /** I6: a lock is never held across a post or a wait. */
  private watchLock({ method, service }: ServiceCall): void {
    const isHeld = this.held[this.held.length - 1] === true;
    if (isHeld && (service === 'UrlFetchApp' || method === 'sleep'))
      this.breaches.push(`I6 ${service}.${method} while the lock is held`);
  }

  /** I5: no execution posts to a space before the end of a wait that Chat has asked it for. */
  private watchWaits({ service, method, args, execution }: ServiceCall): void {
    if (service !== 'UrlFetchApp' || (method !== 'fetch' && method !== 'fetchAll')) return;
    for (const space of spacesIn(args)) {
      const until = this.noPostBefore.get(`${execution.id}/${space}`) ?? 0;
      if (this.clock.now() + 1 < until && this.dials.skewMs === 0)
        this.breaches.push(
          `I5 a post to ${space} ${until - this.clock.now()} ms before the end of the wait that Chat asked for`,
        );
    }
  }

  private requestsBefore = 0;

  private noteWaits({ execution }: ServiceCall): void {
    for (const request of this.chat.requests.slice(this.requestsBefore)) {
      const wait = this.waits.get(request.space);
      if (request.status === 429 && request.isFaulty && wait !== undefined)
        this.noPostBefore.set(`${execution.id}/${request.space}`, request.receivedAt + wait);
    }
  }

  private created(text: string, space: string): void {
    const id = /^m\d+-\d+/.exec(text)?.[0] ?? text;
    this.creations.push({ id, space, at: ++this.sequence });
    this.note(`${space} shows ${id.slice(0, 60)}`);
  }

  // --- the end -------------------------------------------------------------------------------------------------------

  /** Without faults everything must go out. */
  private liveness(): void {
    this.faulty = false;
    for (const space of new Set(Object.values(this.workload.webhooks))) this.chat.setFaults(space, []);
    this.troubles.length = 0;
    this.stir();
    this.note('--- from here on nothing goes wrong');
    if (this.dials.foreignBytes > 0)
      for (const key of [...this.project.properties.keys()])
        if (key.startsWith('own.')) this.project.properties.delete(key);
    for (let day = 0; day < (this.dials.fetchQuota > 0 ? MAX_DAYS : 1) && this.isBusy(); day++) {
      if (this.dials.fetchQuota > 0) this.clock.advance(DAY_MINUTES * MINUTE_MS);
      for (let minute = 0; minute < LIVENESS_MINUTES && this.isBusy(); minute++) {
        this.clock.advance(MINUTE_MS);
        this.execute('tick', []);
      }
    }
    this.scan();
  }

  private isBusy(): boolean {
    return [...this.project.properties.keys()].some(
      (key) => /^cc\/[osqLp]/.test(key) && !/garbage|0m5kq3z9c000/.test(key),
    );
  }

  private fates(): Map<string, string> {
    const list = (this.quietly(() => this.project.run('listDeliveries', [{ limit: 10_000 }])) ?? []) as {
      id: string;
      status: string;
      reason: string;
    }[];
    return new Map(
      list.filter(({ status }) => status !== 'sent').map(({ id, status, reason }) => [id, `${status}: ${reason}`]),
    );
  }

  private marks(): Tally {
    const marks: Tally = {};
    for (const { message } of this.project.log) {
      const mark = /"event":"delivery\.([^"]+)"/.exec(message)?.[1];
      if (mark !== undefined) marks[mark] = (marks[mark] ?? 0) + 1;
    }
    return marks;
  }

  /** I11: no secret stands anywhere but where it belongs. */
  private scan(): void {
    for (const [key, value] of this.project.properties.entries())
      if (!key.startsWith('webhook.')) this.leaks(value, `the property ${key}`);
    for (; this.scanned < this.project.log.length; this.scanned++)
      this.leaks(this.project.log[this.scanned]?.message ?? '', 'the log');
  }

  private scanned = 0;

  private leaks(text: string, where: string): void {
    if (
      text.includes('EXAMPLE_SECRET') ||
      [...this.links.values()].some((link) => text.includes(link.replace(/^.*token=/, '')))
    ) {
      this.breaches.push(`I11 a token in ${where}`);
    }
  }

  private note(line: string): void {
    if (this.options.tell === true)
      this.story.push(`${new Date(this.clock.now()).toISOString().slice(11, 23)} ${'  '.repeat(this.depth)}${line}`);
  }
}

export const laneOf = ({ to, threadKey, ordered, id }: Item): string =>
  `${to}/${ordered === false ? `alone ${id}` : (threadKey ?? '')}`;

function optionsOf(item: Item): object {
  const options: Partial<Item> = { ...item };
  delete (options as { to?: string }).to;
  delete (options as { message?: string }).message;
  return options;
}

/** The spaces that a fetch or a fetchAll posts to. */
function spacesIn(args: readonly unknown[]): string[] {
  return [...JSON.stringify(args).matchAll(/\/v1\/spaces\/([^/]+)\/messages/g)].map(([, space]) => space ?? '');
}
