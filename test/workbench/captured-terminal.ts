import { createTerminal, type Terminal } from '../../workbench/terminal';

/** A terminal that keeps what was said. */
export interface CapturedTerminal extends Terminal {
  /** What went to stdout. */
  readonly out: () => string;
  /** What went to stderr. */
  readonly talk: () => string;
}

/** Makes one. */
export function captureTerminal(): CapturedTerminal {
  const texts = { out: '', talk: '' };
  const into = (stream: 'out' | 'talk') => ({
    write(text: string | Uint8Array) {
      texts[stream] += String(text);
      return true;
    },
  });
  return { ...createTerminal(into('out'), into('talk')), out: () => texts.out, talk: () => texts.talk };
}
