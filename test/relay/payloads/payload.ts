import type { RelayEvent } from '../../../src/relay/event';
import type { SourceKind } from '../../../src/relay/source';

/** A post as its sender makes it, built from the sender's public documentation, and what it must be read as. */
export interface Payload {
  readonly name: string;
  readonly kind: SourceKind;
  readonly body: unknown;
  /** Of each event in it what matters: its state, what it is about, and its line. */
  readonly expected: readonly (Pick<RelayEvent, 'status' | 'subject' | 'title'> & Partial<RelayEvent>)[];
}
