import type { Terminal } from './terminal';

/** Tells of an origin that the emulator does not call: the script's own log has only what Google says of unknown hosts. */
export const warnOfRefused =
  (terminal: Terminal) =>
  (origin: string): void =>
    terminal.warn(`The emulator calls no other machine: ${origin} gets a DNS error.`);
