import type { TriggerInfo, Triggers } from '../platform/platform';
import type { Rule } from '../sheet/rule';

/** The functions that triggers of ours run. A trigger of any other function is not ours. */
export const TICK = 'tick';
const HANDLERS: readonly string[] = [TICK, 'handleEdit', 'handleChange', 'handleFormSubmit'];

/** Google's choices for a trigger that runs every so many minutes. @see https://developers.google.com/apps-script/reference/script/clock-trigger-builder, read 2026-11-24 */
export const TICK_MINUTES: readonly number[] = [1, 5, 10, 15, 30];

/** The script property that says how often the clock trigger runs, minutes: "1", "5", "10", "15" or "30". @default 1 */
export const TICK_MINUTES_KEY = 'tick.everyMinutes';

/** How often the clock trigger is to run. */
export function readTickMinutes(snapshot: Readonly<Record<string, string>>): number {
  const minutes = Number(snapshot[TICK_MINUTES_KEY] ?? 1);
  return TICK_MINUTES.includes(minutes) ? minutes : 1;
}

/** A trigger that should be there, once. */
export interface NeededTrigger {
  readonly handler: string;
  readonly kind: 'clock' | 'edit' | 'change' | 'formSubmit';
  /** The spreadsheet's or form's id; '' for the clock. */
  readonly sourceId: string;
  /** Whether the source is a form and not a spreadsheet. */
  readonly isForm: boolean;
}

/** The clock that everything hangs on. */
export const CLOCK: NeededTrigger = { handler: TICK, kind: 'clock', sourceId: '', isForm: false };

/**
 * The triggers that rules need besides the clock.
 *
 * @param ownSpreadsheet - the id of the spreadsheet that the script belongs to; '' when there is none
 */
export function neededByRules(rules: Iterable<Rule>, ownSpreadsheet: string): NeededTrigger[] {
  const needed = new Map<string, NeededTrigger>();
  const need = (handler: string, kind: NeededTrigger['kind'], sourceId: string, isForm: boolean): void => {
    if (sourceId !== '') needed.set(`${handler} ${kind} ${sourceId}`, { handler, kind, sourceId, isForm });
  };
  for (const { when, form, spreadsheetId = ownSpreadsheet, paused } of rules) {
    if (paused === true) continue;
    if (form !== undefined) need('handleFormSubmit', 'formSubmit', form, true);
    else if (when === 'submitted') need('handleFormSubmit', 'formSubmit', spreadsheetId, false);
    else if (when !== 'found') {
      need('handleEdit', 'edit', spreadsheetId, false);
      need('handleChange', 'change', spreadsheetId, false);
    }
  }
  return [...needed.values()];
}

/** What is to be done to have every needed trigger once. */
export interface TriggerPlan {
  readonly create: readonly NeededTrigger[];
  /** Of ours: doubles, and what nothing needs any more. */
  readonly remove: readonly TriggerInfo[];
  readonly kept: readonly TriggerInfo[];
  /** Those of other functions, which are left alone. */
  readonly foreign: number;
}

/**
 * Compares the triggers that are there with those that should be.
 *
 * @param stale - ids of triggers that are there but do not run: each is made anew
 */
export function planTriggers(
  existing: readonly TriggerInfo[],
  needed: readonly NeededTrigger[],
  stale: readonly string[] = [],
): TriggerPlan {
  const ours = existing.filter(({ handler }) => HANDLERS.includes(handler));
  const kept: TriggerInfo[] = [];
  const create: NeededTrigger[] = [];
  for (const one of needed) {
    const found = ours.find((trigger) => matches(trigger, one) && !stale.includes(trigger.id));
    if (found === undefined) create.push(one);
    else kept.push(found);
  }
  const remove = ours.filter((trigger) => !kept.includes(trigger));
  return { create, remove, kept, foreign: existing.length - ours.length };
}

const matches = (trigger: TriggerInfo, { handler, kind, sourceId }: NeededTrigger): boolean =>
  trigger.handler === handler && trigger.kind === kind && (kind === 'clock' || trigger.sourceId === sourceId);

/** Carries a plan out: new ones first, so that there is no moment without any. */
export function applyTriggers(triggers: Triggers, { create, remove }: TriggerPlan, tickMinutes: number): void {
  for (const { handler, kind, sourceId, isForm } of create) {
    if (kind === 'clock') triggers.createClock(handler, tickMinutes);
    else if (isForm) triggers.createForm(handler, sourceId);
    else triggers.createSheet(handler, kind, sourceId);
  }
  for (const { id } of remove) triggers.remove(id);
}

/** What a trigger does, in plain words: "runs every minute", "sees edits of a spreadsheet". */
export function triggerInWords({ kind, isForm }: Pick<NeededTrigger, 'kind' | 'isForm'>, tickMinutes: number): string {
  if (kind === 'clock') return tickMinutes === 1 ? 'runs every minute' : `runs every ${tickMinutes} minutes`;
  if (isForm) return 'sees submissions of a form';
  return {
    edit: 'sees edits of the spreadsheet',
    change: 'sees rows come and go',
    formSubmit: 'sees form submissions',
  }[kind];
}
