import { Chat, type ChatMessage } from '../chat/chat';
import { chatNetwork } from '../chat/network';
import { VirtualClock } from '../clock';
import type { Execution } from '../execution';
import type { Decision, ServiceCall } from '../interceptor';
import type { Program } from '../program';
import { Project } from '../project';
import { RandomStream } from '../random';
import { Trace } from '../threads/trace';
import { drawDials, drawTroubles, Mischief, type Dials, type SpaceTrouble, type Tally } from './faults';
import type { Creation, History, Sending } from './history';
import { Surroundings } from './surroundings';
import { Watch } from './watch';
import { drawWorkload, type Action, type Item, type Workload } from './workload';

/** An execution that ends at one service call, counted from 1. */
export interface Kill {
  readonly at: number;
  readonly moment: 'before' | 'middle' | 'after';
}

/** How a seed is run, where not as it was drawn. */
export interface SeedOptions {
  /**
   * How executions overlap. `nested`: one runs whole inside a service call of another, in this thread. `interleaved`:
   * they take turns at every service call, each in a thread of its own. @default 'nested'
   */
  readonly mode?: 'nested' | 'interleaved';
  readonly dials?: Dials;
  readonly workload?: Workload;
  readonly troubles?: readonly SpaceTrouble[];
  /** Instead of chance: exactly these. */
  readonly kills?: readonly Kill[];
  /** A Chat that does not know requestId: what is delivered twice shows. */
  readonly ignoreRequestId?: boolean;
  /** Whether the history tells its story. */
  readonly tell?: boolean;
  /** Whether the history has a trace. */
  readonly trace?: boolean;
}

const MINUTE_MS = 60_000;
const MAX_CALLS = 20_000;
const MAX_EXECUTION_MS = 330_000;
const LIVENESS_MINUTES = 100;
const DAY_MINUTES = 26 * 60;
const MAX_DAYS = 40;
/** Keys of ours that a tick has still something to do about. */
const BUSY = /^cc\/[osqLpd]/;
const FOLDED = /^\d+ notifications waited/;

/** The long limits, so short that a seed reaches them. */
const SHORT_LIMITS = {
  minAgeToGiveUpMs: 20_000,
  maxAgeMs: 10 * MINUTE_MS,
  refusedProbeMs: 30_000,
  outageProbeMs: 20_000,
  quotaProbeMs: MINUTE_MS,
  disabledAfterMs: 80_000,
  drainMs: 15_000,
  maxAttempts: 3,
  foldAbove: 5,
};

/** What a seed plays on: a Chat, a project, a clock, what goes wrong, and the record of it all. How executions overlap is left to who runs it. */
export class Stage {
  readonly clock: VirtualClock;
  readonly project: Project;
  readonly dials: Dials;
  readonly mischief: Mischief;
  readonly random: RandomStream;
  /** What is still to be started, in the order of its times. */
  readonly pending: Action[];
  readonly sendings: Sending[] = [];
  readonly discarded = new Set<string>();
  readonly retried = new Set<string>();
  /** Whether things go wrong: in the safety phase. */
  isFaulty = true;
  /** Numbers events as they happen. */
  sequence = 0;
  private readonly workload: Workload;
  private readonly chat: Chat;
  private readonly requestIdScope: 'webhook' | 'space';
  private readonly watch: Watch;
  readonly surroundings: Surroundings;
  private readonly creations: Creation[] = [];
  private readonly breaches: string[] = [];
  private readonly story: string[] = [];
  private readonly trace = new Trace();
  /** How often a caller has called again, by id. */
  private readonly repeats = new Map<string, number>();
  private callCount = 0;
  private scanned = 0;

  constructor(
    program: Program,
    private readonly seed: number,
    private readonly options: SeedOptions,
  ) {
    this.workload = options.workload ?? drawWorkload(seed);
    this.dials = options.dials ?? drawDials(seed);
    this.mischief = new Mischief(seed, this.dials, this.workload.startedAt);
    this.random = new RandomStream(`run/${String(seed)}`);
    this.pending = [...this.workload.actions];
    this.clock = new VirtualClock(new Date(this.workload.startedAt).toISOString());
    this.requestIdScope = this.random.chance(0.5) ? 'webhook' : 'space';
    this.chat = new Chat({
      quota: this.random.chance(0.7) ? 'strict' : 'burst',
      seed: String(seed),
      assume: {
        requestId: options.ignoreRequestId === true ? 'ignore' : 'honour',
        requestIdScope: this.requestIdScope,
      },
      observe: (event) => {
        if (event.kind === 'message.created') this.created(event.message);
      },
    });
    this.watch = new Watch(this.chat, this.clock, this.dials.skewMs === 0 && this.dials.stepMs === 0, (breach) =>
      this.breaches.push(breach),
    );
    const latency = new RandomStream(`latency/${String(seed)}`);
    this.project = new Project({
      program,
      clock: this.clock,
      seed,
      network: chatNetwork(this.chat, { latencyMs: () => 80 + latency.below(420) }),
      interceptor: {
        decide: (call) => this.decide(call),
        answered: (call, answer) => this.watch.after(call, answer),
      },
      ...(this.dials.fetchQuota > 0 && { quotas: { urlFetchCalls: this.dials.fetchQuota } }),
    });
    const { workload, dials, chat, clock, project, watch, mischief, random } = this;
    const spaces = [...new Set(Object.values(workload.webhooks))];
    this.surroundings = new Surroundings({
      seed, workload, dials, chat, clock, project, watch, mischief, random,
      troubles: options.troubles ?? drawTroubles(seed, dials, spaces, workload.startedAt),
      note: (line) => this.note(line),
    }); // prettier-ignore
    this.setSettings();
  }

  private setSettings(): void {
    const { shortLimits, holds, tellsFailures } = this.dials;
    if (tellsFailures) this.project.properties.set('notices.to', 'w00');
    if (shortLimits || holds) {
      const policy = { ...(shortLimits && SHORT_LIMITS), ...(holds && { holdWhenUnknown: ['w00'] }) };
      this.project.properties.set('delivery.policy', JSON.stringify(policy));
    }
  }

  // --- what is started --------------------------------------------------------------------------------------------------

  /** A caller who does not know what became of its message calls again with the same id, at most twice. */
  repeatLater(item: Item): void {
    const repeats = this.repeats.get(item.id) ?? 0;
    if (!this.isFaulty || repeats >= 2 || this.random.chance(0.5)) return;
    this.repeats.set(item.id, repeats + 1);
    this.mischief.note('called again with the same id');
    const at = this.clock.now() + 1_000 + this.random.below(40_000);
    const place = this.pending.findIndex((action) => action.at > at);
    this.pending.splice(place < 0 ? this.pending.length : place, 0, { at, kind: 'send', item });
  }

  /** How far the clock of the next execution is off. */
  drawSkewMs(): number {
    const { skewMs, stepMs } = this.dials;
    if (!this.isFaulty) return 0;
    const isStepped = stepMs !== 0 && this.random.chance(0.15);
    if (isStepped) this.mischief.note(`clock ${stepMs > 0 ? 'hours ahead' : 'hours behind'}`);
    return (skewMs > 0 ? this.random.below(2 * skewMs) - skewMs : 0) + (isStepped ? stepMs : 0);
  }

  /** Takes what another execution may start with early: an action that is due soon, or else a tick. */
  takeEarly(): Action {
    this.mischief.note('executions overlap');
    const soon = this.clock.now() + 30_000;
    const next = this.pending.findIndex(({ kind, at }) => kind !== 'unhook' && at <= soon);
    const [action] = next >= 0 && this.random.chance(0.6) ? this.pending.splice(next, 1) : [];
    return action ?? { at: this.clock.now(), kind: 'tick' };
  }

  // --- what becomes of a call ----------------------------------------------------------------------------------------

  decide(call: ServiceCall): Decision {
    this.callCount++;
    this.surroundings.stir();
    this.watch.before(call);
    const decision = this.decisionFor(call);
    if (this.options.trace === true)
      this.trace.add(call.execution.id, this.clock.now(), [call.service, call.method, call.args, decision]);
    return decision;
  }

  private decisionFor(call: ServiceCall): Decision {
    const kill = this.options.kills?.find(({ at }) => at === this.callCount);
    if (kill !== undefined) {
      const effect = kill.moment === 'before' ? 'none' : kill.moment === 'after' ? 'whole' : { first: 1 };
      return { effect, outcome: 'kill', latencyMs: 50 };
    }
    if (!this.isFaulty) return { latencyMs: call.service === 'PropertiesService' ? 50 : 2 };
    return this.mischief.decide(call);
  }

  // --- the record ----------------------------------------------------------------------------------------------------

  /** A message counts for the delivery whose id it begins with; a folded backlog for all that it lists. */
  private created({ text, space, webhook }: ChatMessage): void {
    const isFolded = FOLDED.test(text);
    const ids = isFolded ? (text.match(/(?<=^• )m\d+-\d+/gm) ?? []) : [/^m\d+-\d+/.exec(text)?.[0] ?? text];
    const at = ++this.sequence;
    this.creations.push(...ids.map((id) => ({ id, isFolded, space, webhook, at })));
    this.note(`${space} shows ${text.slice(0, 60).split('\n')[0] ?? ''}`);
  }

  broke(breach: string): void {
    this.breaches.push(breach);
  }

  /** @param depth - how far the line is moved in */
  note(line: string, depth = 0): void {
    if (this.options.tell === true)
      this.story.push(`${new Date(this.clock.now()).toISOString().slice(11, 23)} ${'  '.repeat(depth)}${line}`);
  }

  /**
   * I7: an execution that has ended did so by itself, in time, and with no more calls than it may make.
   *
   * @param othersMs - how long others ran inside it, which it cannot help
   */
  checkEnd({ functionName, status, calls, startedAt, endedAt }: Execution, othersMs = 0): void {
    const tookMs = (endedAt ?? startedAt) - startedAt;
    if (/^(timedOut|completed)$/.test(status) && tookMs - othersMs > MAX_EXECUTION_MS)
      this.broke(`I7 ${functionName} took ${tookMs} ms`);
    if (calls.length > MAX_CALLS) this.broke(`I7 ${functionName} made ${calls.length} calls`);
  }

  /** I11: no secret stands anywhere but where it belongs. */
  scan(): void {
    for (const [key, value] of this.project.properties.entries())
      if (!key.startsWith('webhook.')) this.checkLeak(value, `the property ${key}`);
    for (; this.scanned < this.project.log.length; this.scanned++)
      this.checkLeak(this.project.log[this.scanned]?.message ?? '', 'the log');
  }

  checkLeak(text: string, where: string): void {
    if (text.includes('EXAMPLE_SECRET') || this.surroundings.tokens.some((token) => text.includes(token)))
      this.broke(`I11 a token in ${where}`);
  }

  // --- the end -------------------------------------------------------------------------------------------------------

  /** Without faults everything must go out. @param tick - runs the minute's tick to its end */
  liveness(tick: () => void): void {
    this.isFaulty = false;
    this.surroundings.calm();
    this.note('--- from here on nothing goes wrong');
    const { fetchQuota, propertiesQuota, stepMs } = this.dials;
    const rounds = fetchQuota > 0 ? MAX_DAYS : stepMs > 0 ? 2 : 1;
    for (let round = 0; round < rounds && this.leftovers(BUSY).length > 0; round++) {
      if (fetchQuota > 0 || propertiesQuota > 0) this.clock.advance(DAY_MINUTES * MINUTE_MS);
      // What was half written by a clock that was ahead can be told from what is being written once its time has come.
      else if (round > 0) this.clock.advance(stepMs);
      for (let minute = 0; minute < LIVENESS_MINUTES && this.leftovers(BUSY).length > 0; minute++) {
        this.clock.advance(MINUTE_MS);
        tick();
      }
    }
    this.scan();
  }

  private leftovers(pattern: RegExp): string[] {
    return [...this.project.properties.keys()].filter(
      (key) => pattern.test(key) && !this.surroundings.foreign.has(key),
    );
  }

  /** Everything that happened. */
  history(): History {
    const marks = this.marks();
    const fates = this.fates();
    const leftovers = this.leftovers(/^cc\/[osLdp]/);
    return {
      seed: this.seed,
      workload: this.workload,
      dials: this.dials,
      kills: this.options.kills?.length ?? 0,
      sendings: this.sendings,
      creations: this.creations,
      requestIdScope: this.requestIdScope,
      discarded: this.discarded,
      retried: this.retried,
      fates,
      contradicted: this.contradicted(),
      leftovers: marks['dead-area-full'] === undefined ? leftovers : this.withoutKept(leftovers, fates),
      breaches: this.breaches,
      tally: this.mischief.tally,
      marks,
      calls: this.callCount,
      messages: this.creations.length,
      virtualMs: this.clock.now() - this.workload.startedAt,
      trace: this.options.trace === true ? this.trace.digest() : '',
      story: this.story,
    };
  }

  /**
   * Segments are excused that name a delivery which is still queued, and with them the notes, what was discarded of them
   * and the digests that stand for some of them.
   */
  private withoutKept(leftovers: readonly string[], fates: ReadonlyMap<string, string>): string[] {
    const queued = [...fates].filter(([, fate]) => fate.startsWith('queued')).map(([id]) => JSON.stringify(id));
    const segmentOf = (key: string) => key.replace(/^cc\/d\//, 'cc/').replace(/#.*$/, '');
    const kept = new Set<string>();
    for (const key of leftovers) {
      const value = this.project.properties.get(key) ?? '';
      if (/^cc\/[os]/.test(key) && queued.some((id) => value.includes(id))) kept.add(segmentOf(key));
    }
    const holders = [...kept].map((segment) => JSON.stringify(segment));
    for (const key of leftovers) {
      const value = this.project.properties.get(key) ?? '';
      if (/^cc\/o/.test(key) && holders.some((segment) => value.includes(segment))) kept.add(segmentOf(key));
    }
    return leftovers.filter((key) => !kept.has(segmentOf(key)) && (key !== 'cc/p' || kept.size === 0));
  }

  private contradicted(): Set<string> {
    const taken = new Set<string>();
    const contradicted = new Set<string>();
    for (const { body, messageName, status, isFaulty } of this.chat.requests) {
      const id = /"text":"(m\d+-\d+)/.exec(body)?.[1];
      if (id === undefined) continue;
      if (messageName !== '') taken.add(id);
      else if (isFaulty && status === 400 && taken.has(id)) contradicted.add(id);
    }
    return contradicted;
  }

  private fates(): Map<string, string> {
    this.project.interceptor = undefined;
    const list = this.listed();
    return new Map(
      list.filter(({ status }) => status !== 'sent').map(({ id, status, reason }) => [id, `${status}: ${reason}`]),
    );
  }

  /** Everything that the list tells: it has to be readable whatever stands in the store. */
  private listed(): readonly { readonly id: string; readonly status: string; readonly reason: string }[] {
    try {
      return this.project.run('listDeliveries', [{ limit: 10_000 }]) as ReturnType<Stage['listed']>;
    } catch (error) {
      this.broke(`I7 listDeliveries threw: ${String(error)}`);
      return [];
    }
  }

  private marks(): Tally {
    const marks: Tally = {};
    for (const { message } of this.project.log) {
      const mark = /"event":"delivery\.([^"]+)"/.exec(message)?.[1];
      if (mark !== undefined) marks[mark] = (marks[mark] ?? 0) + 1;
    }
    return marks;
  }
}
