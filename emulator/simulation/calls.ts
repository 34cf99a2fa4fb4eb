import type { Sending } from './history';
import type { Stage } from './stage';
import { laneOf, type Action, type Item } from './workload';

/** What came of an execution. */
export type Result = { readonly value: unknown } | { readonly error: Error };

/** An execution to start, and what follows when it has ended: perhaps another one. */
export interface Call {
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** @param skewMs - how far its clock was off */
  ended(result: Result, skewMs: number): Call | undefined;
}

/** What an action calls; undefined when it calls nothing. */
export function callOf(stage: Stage, action: Action): Call | undefined {
  switch (action.kind) {
    case 'tick':
      return tick(stage);
    case 'send': {
      const { to, message } = action.item;
      return sending(stage, 'send', [to, message, optionsOf(action.item)], [action.item]);
    }
    case 'sendAll': {
      const items = action.items.map((item) => ({ ...optionsOf(item), to: item.to, message: item.message }));
      return sending(stage, 'sendAll', [items], action.items);
    }
    case 'sendEach': {
      const sends = action.items.map((item) => ({ to: item.to, message: item.message, options: optionsOf(item) }));
      return sending(stage, 'sendEach', [sends, action.pauseMs], action.items);
    }
    case 'mute':
      return muting(stage, action);
    case 'relink':
      return relinking(stage, action.to, action.deletesOld);
    case 'discard':
    case 'retry':
      return handling(stage, action.kind, action.pick);
    case 'unhook':
      stage.surroundings.unhook(action.to, action.forMs);
      return undefined;
  }
}

/** A tick throws only what the store, or Google's quotas, refuse it. */
export const tick = (stage: Stage): Call => ({
  functionName: 'tick',
  args: [],
  ended(result) {
    if ('error' in result && !isKill(result.error) && !EXCUSED.test(String(result.error)))
      stage.broke(`I7 tick threw: ${String(result.error)}`);
    return undefined;
  },
});

const EXCUSED = /script properties|too many times|storage quota/i;
const isKill = ({ name }: Error) => name === 'ExecutionKilled';

/** Codes after which a careful caller calls again with the same id. */
const OPEN_CODES = ['DELIVERY_UNKNOWN', 'UNAVAILABLE'];

/** Notes what each item came to. */
function sending(stage: Stage, functionName: string, args: readonly unknown[], items: readonly Item[]): Call {
  const calledAt = ++stage.sequence;
  const sendings = items.map((item, index): Sending => ({
    item,
    index,
    calledAt,
    returnedAt: 0,
    skewMs: 0,
    outcome: { status: 'killed', code: '' },
  }));
  stage.sendings.push(...sendings);
  const ended = (result: Result, skewMs: number) => {
    for (const sending of sendings) sending.skewMs = skewMs;
    if ('error' in result) fail(stage, sendings, result.error);
    else succeed(stage, sendings, (functionName === 'send' ? [result.value] : result.value) as ItemResult[]);
    for (const { item, outcome } of sendings) {
      stage.note(`${item.id} to ${laneOf(item)}: ${outcome.status} ${outcome.code}`);
      if (outcome.status === 'killed' || OPEN_CODES.includes(outcome.code)) stage.repeatLater(item);
    }
    return undefined;
  };
  return { functionName, args, ended };
}

interface ItemResult {
  readonly status: 'sent' | 'queued' | 'ignored' | 'refused' | 'threw';
  readonly reason?: string;
  readonly error?: { readonly code: string };
}

function succeed(stage: Stage, sendings: readonly Sending[], results: readonly ItemResult[]): void {
  const returnedAt = ++stage.sequence;
  sendings.forEach((sending, index) => {
    const result = results[index];
    sending.returnedAt = returnedAt;
    sending.outcome = { status: result?.status ?? 'threw', code: result?.error?.code ?? result?.reason ?? '' };
  });
}

function fail(stage: Stage, sendings: readonly Sending[], error: Error & { code?: string }): void {
  if (isKill(error)) return;
  const returnedAt = ++stage.sequence;
  for (const sending of sendings) {
    sending.returnedAt = returnedAt;
    sending.outcome = { status: 'threw', code: error.code ?? String(error) };
  }
  if (error.code === undefined) stage.broke(`I10 an error without a code: ${String(error)}`);
  stage.checkLeak(String(error) + JSON.stringify(error), 'an error');
}

/** A person replaces a webhook's link by another of the same space. */
function relinking(stage: Stage, to: string, deletesOld: boolean): Call {
  const link = stage.surroundings.newLink(to);
  return {
    functionName: 'setWebhook',
    args: [to, link],
    ended() {
      stage.surroundings.relinked(to, link, deletesOld);
      return undefined;
    },
  };
}

/** A person mutes a webhook, or ends that. */
function muting({ clock, mischief }: Stage, { to, forMs, folds }: Extract<Action, { kind: 'mute' }>): Call {
  const until = forMs === 0 ? null : new Date(clock.now() + forMs).toISOString();
  mischief.note(forMs === 0 ? 'mute ended' : 'webhook muted');
  return {
    functionName: 'muteUntil',
    args: [to, until, { meanwhile: folds ? 'digest' : 'send-later' }],
    ended: () => undefined,
  };
}

/** A person looks at the list and picks one. */
function handling(stage: Stage, kind: 'discard' | 'retry', chance: number): Call {
  return {
    functionName: 'listDeliveries',
    args: [{ status: kind === 'discard' ? 'queued' : 'failed' }],
    ended(result) {
      const list = ('value' in result ? result.value : []) as { id: string }[];
      const chosen = list[Math.floor(chance * list.length)];
      if (chosen === undefined) return undefined;
      (kind === 'discard' ? stage.discarded : stage.retried).add(chosen.id);
      stage.note(`${kind} ${chosen.id}`);
      const functionName = kind === 'discard' ? 'discardDelivery' : 'retryDelivery';
      return { functionName, args: [chosen.id], ended: () => undefined };
    },
  };
}

function optionsOf(item: Item): object {
  const options: Partial<Item> = { ...item };
  delete (options as { to?: string }).to;
  delete (options as { message?: string }).message;
  return options;
}
