import type { Assumptions } from './assume';
import { type Path, pathText } from './path';

/**
 * What becomes of a part that breaks a rule. `blank`: the whole message is shown empty. `hidden`: the part is not shown.
 * `cut`: this part and all after it are not shown. `no-effect`: the part does nothing in a webhook's message.
 * `unrecorded`: Google documents the rule, but nobody has recorded what Chat does.
 */
export type Effect = 'blank' | 'hidden' | 'cut' | 'no-effect' | 'unrecorded';

/** Something that Chat accepts without a word, and yet does not show as it was meant. */
export interface Warning {
  /** "cardsV2[0].card.sections[2].widgets[1]" */
  readonly path: string;
  readonly effect: Effect;
  readonly text: string;
}

/** The rules that an assumption can turn from a warning into a refusal, or back. */
type Switched = 'cardRules' | 'httpImage';

/** What an inspection of one message found. */
export class Findings {
  readonly warnings: Warning[] = [];
  /** The first finding that the assumptions make a refusal: its sentence. */
  refusal: string | undefined;
  readonly #assume: Assumptions;

  constructor(assume: Assumptions) {
    this.#assume = assume;
  }

  /** Section 7 of what is known: blank, hidden and cut parts. The others are only ever warnings. */
  add(effect: Effect, path: Path, text: string): void {
    const isShownWrong = effect === 'blank' || effect === 'hidden' || effect === 'cut';
    this.#add(isShownWrong && this.#assume.blank === 'reject', effect, path, text);
  }

  addSwitched(rule: Switched, path: Path, text: string): void {
    const isRefused = rule === 'cardRules' ? this.#assume.cardRules === 'refuse' : this.#assume.httpImage === 'reject';
    this.#add(isRefused, 'unrecorded', path, text);
  }

  #add(isRefused: boolean, effect: Effect, path: Path, text: string): void {
    const at = pathText(path);
    if (isRefused) this.refusal ??= `[emulator] ${at}: ${text}`;
    this.warnings.push({ path: at, effect, text });
  }
}
