/** 24 bits: a change goes unseen once in 16 million. */
export const HASH_CHARACTERS = 4;

/** 30 bits: among 10,000 keys two are confused in one sheet of 20. */
export const KEY_CHARACTERS = 5;

/** What is remembered of one row. Minutes are epoch minutes. */
export interface RowMemory {
  /** Its own number for as long as it exists, wherever it moves. */
  readonly serial: number;
  /** Of the columns that rules look at: {@link HASH_CHARACTERS}. */
  readonly hash: string;
  /** Of what is in the tab's key column: {@link KEY_CHARACTERS}; '' without one. */
  readonly key: string;
  /** What was in the columns whose changes matter, as `canonical` writes it, in the order of {@link TabMemory.remembered}. */
  readonly values: readonly string[];
  /** How often each rule has changed its mind about the row: odd while it matches and was told. */
  readonly turns: ReadonlyMap<string, number>;
  /** Since which minute a timed condition has held. */
  readonly since: ReadonlyMap<string, number>;
  /** Until which minute a rule keeps quiet about the row. */
  readonly quiet: ReadonlyMap<string, number>;
  /** At which minute a rule is to be held against the row again. */
  readonly waits: ReadonlyMap<string, number>;
  /** At which minute it was first seen, while it still counts as new; 0 afterwards. */
  readonly newSince: number;
}

/** A rule that was held against the tab before. */
export interface RuleMemory {
  /** The fingerprint of what it asks; another one begins anew. */
  readonly asks: string;
  /** Why it is paused: "R01"; '' while it is not. */
  readonly problem: string;
  /** The same for people. */
  readonly text: string;
}

/** A message that was refused for now. */
export interface Owed {
  readonly rule: string;
  readonly serial: number;
  /** As {@link RowMemory.values} were before. */
  readonly values: readonly string[] | null;
}

/** What is remembered of a tab. */
export interface TabMemory {
  readonly tabId: number;
  readonly tabName: string;
  readonly headers: readonly string[];
  /** New header by old one. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Of the columns that the rows' hashes are made of. */
  readonly hashed: string;
  /** The columns whose values are kept, by header as the rules have it. */
  readonly remembered: readonly string[];
  readonly nextSerial: number;
  /** How many rows at the top are not remembered, for want of room. */
  readonly forgotten: number;
  /** Epoch minutes. */
  readonly lookedAt: number;
  /** When to look again, epoch minutes. */
  readonly nextLookAt: number;
  readonly rules: Readonly<Record<string, RuleMemory>>;
  readonly rows: readonly RowMemory[];
  /** Rows that went away within the last hour, `newSince` saying when: an undo may bring them back. */
  readonly gone: readonly RowMemory[];
  readonly owed: readonly Owed[];
}
