import { RandomStream } from '../random';

/** One message of a workload, as `send` and `sendAll` take it; its text is its id. */
export interface Item {
  readonly to: string;
  readonly message: string;
  readonly id: string;
  readonly threadKey?: string;
  readonly onFailure?: 'queue' | 'throw' | 'ignore';
  readonly ordered?: false;
  readonly durable?: true;
  readonly priority?: 'critical' | 'low';
  readonly notBefore?: string;
  readonly expiresAt?: string;
  readonly digestKey?: string;
}

/** Something that a person or a trigger starts. */
export type Action =
  | { readonly at: number; readonly kind: 'send'; readonly item: Item }
  | { readonly at: number; readonly kind: 'sendAll'; readonly items: readonly Item[] }
  /** Sends one after the other in one execution, with pauses: user code in a loop. */
  | { readonly at: number; readonly kind: 'sendEach'; readonly items: readonly Item[]; readonly pauseMs: number }
  | { readonly at: number; readonly kind: 'tick' }
  | { readonly at: number; readonly kind: 'discard' | 'retry'; readonly pick: number }
  | { readonly at: number; readonly kind: 'unhook'; readonly to: string; readonly forMs: number }
  /** Someone mutes a webhook for so long, or ends that: 0. */
  | { readonly at: number; readonly kind: 'mute'; readonly to: string; readonly forMs: number; readonly folds: boolean }
  /** Someone sets another link of the same space, and perhaps deletes the old webhook in Chat. */
  | { readonly at: number; readonly kind: 'relink'; readonly to: string; readonly deletesOld: boolean };

/** What a seed does, apart from what goes wrong. */
export interface Workload {
  readonly startedAt: number;
  /** Webhook's name to its space's. */
  readonly webhooks: Readonly<Record<string, string>>;
  /** In the order of their times. */
  readonly actions: readonly Action[];
}

const STARTED_AT = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;

/** Draws one to four spaces with one or two webhooks each, and about 90 seconds of sends with a tick every minute. */
export function drawWorkload(seed: number): Workload {
  const random = new RandomStream(`workload/${String(seed)}`);
  const webhooks: Record<string, string> = {};
  const spaces = 1 + random.below(4);
  for (let space = 0; space < spaces; space++) {
    const ofSpace = 1 + random.below(2);
    for (let webhook = 0; webhook < ofSpace; webhook++) webhooks[`w${space}${webhook}`] = `s${space}`;
  }
  const names = Object.keys(webhooks);
  let number = 0;
  const draw = (at: number): Item => drawItem(random, names, `m${seed}-${number++}`, at);
  const actions: Action[] = [];
  for (let count = 5 + random.below(10); count > 0; count--) {
    const at = STARTED_AT + random.below(90_000);
    const kind = random.next();
    if (kind < 0.55) {
      const item = draw(at);
      actions.push({ at, kind: 'send', item });
      if (random.chance(0.08)) actions.push({ at: at + random.below(20_000), kind: 'send', item });
    } else if (kind < 0.6) {
      const items = Array.from({ length: 2 + random.below(4) }, () => draw(at));
      actions.push({ at, kind: 'sendEach', items, pauseMs: random.below(20_000) });
    } else if (kind < 0.89) actions.push({ at, kind: 'sendAll', items: drawBatch(random, () => draw(at)) });
    else if (kind < 0.94) actions.push({ at, kind: random.chance(0.5) ? 'discard' : 'retry', pick: random.next() });
    else if (kind < 0.97) actions.push({ at, kind: 'relink', to: pick(random, names), deletesOld: random.chance(0.5) });
    else actions.push({ at, kind: 'unhook', to: pick(random, names), forMs: 20_000 + random.below(100_000) });
  }
  for (let minute = 0; minute < 4; minute++) {
    if (random.chance(0.1)) continue;
    const at = STARTED_AT + minute * MINUTE_MS + random.below(15_000);
    actions.push({ at, kind: 'tick' });
    if (random.chance(0.1)) actions.push({ at: at + random.below(2_000), kind: 'tick' });
  }
  actions.push(...drawMutes(seed, names));
  return { startedAt: STARTED_AT, webhooks, actions: actions.sort((a, b) => a.at - b.at) };
}

/** In a few seeds a webhook is muted, and perhaps not for as long as was first said. */
function drawMutes(seed: number, names: readonly string[]): Action[] {
  const random = new RandomStream(`mutes/${String(seed)}`);
  if (!random.chance(0.12)) return [];
  const to = pick(random, names);
  const at = STARTED_AT + random.below(60_000);
  const folds = random.chance(0.5);
  const forMs = 30_000 + random.below(120_000);
  const ends: Action[] = random.chance(0.5)
    ? [{ at: at + random.below(forMs), kind: 'mute', to, forMs: 0, folds }]
    : [];
  return [{ at, kind: 'mute', to, forMs, folds }, ...ends];
}

/** A batch: mostly a few messages here and there, sometimes many of one thread, or of one that may be folded. */
function drawBatch(random: RandomStream, draw: () => Item): Item[] {
  const many = random.next();
  const length = many < 0.03 ? 40 + random.below(30) : many < 0.1 ? 8 + random.below(8) : 2 + random.below(12);
  const items = Array.from({ length }, draw);
  const [first] = items;
  if (first !== undefined && random.chance(0.05)) items.push(first);
  if (many >= 0.1 || first === undefined) return items;
  const { to } = first;
  return items.map(({ id, message }) => ({
    id,
    message,
    to,
    threadKey: 't0',
    ...(many >= 0.03 && { digestKey: 'digest' }),
  }));
}

function drawItem(random: RandomStream, names: readonly string[], id: string, at: number): Item {
  const policy = random.next();
  const filler = random.chance(0.06) ? ' '.padEnd(200 + random.below(28_000), 'é') : '';
  return {
    to: pick(random, names),
    message: `${id}${filler}`,
    id,
    ...(random.chance(0.7) && { threadKey: `t${random.below(3)}` }),
    ...(policy > 0.94 ? { onFailure: 'ignore' as const } : policy > 0.86 ? { onFailure: 'throw' as const } : {}),
    ...(random.chance(0.08) && { ordered: false as const }),
    ...(random.chance(0.15) && { durable: true as const }),
    ...(random.chance(0.1) && { priority: random.chance(0.5) ? ('critical' as const) : ('low' as const) }),
    ...(random.chance(0.06) && { notBefore: wholeStep(at + random.below(120_000)) }),
    ...(random.chance(0.04) && { expiresAt: new Date(at + 150_000 + random.below(120_000)).toISOString() }),
    ...(random.chance(0.05) && { digestKey: 'digest' }),
  };
}

/** Several wait for the same moment. */
const STEP_MS = 20_000;
const wholeStep = (at: number): string => new Date(Math.ceil(at / STEP_MS) * STEP_MS).toISOString();

export const pick = <T>(random: RandomStream, from: readonly T[]): T => from[random.below(from.length)] as T;

/** What must arrive in order: the deliveries of one webhook with the same thread, or with none. */
export const laneOf = ({ to, threadKey, ordered, id }: Item): string =>
  `${to}/${ordered === false ? `alone ${id}` : (threadKey ?? '')}`;
