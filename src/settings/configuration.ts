import type { Issue } from '../errors';
import { lazily } from '../lazily';
import type { CheckContext, ConfigurationPart, Entries } from '../schedule/entry';
import { fingerprint } from '../schedule/hash';
import { readManifest, readStored, storedFingerprint, FORMAT_VERSION, type StoredEntry } from './stored';

/** A part of configuration, whatever its entries are: only the part itself reads them. */
export type AnyPart = ConfigurationPart<never>;

/** What notifications.ts holds: lists of entries by kind. */
export type CodeConfiguration = Readonly<Record<string, readonly object[] | undefined>>;

/** An entry that is in force, or would be if it were in order. */
export interface ConfiguredEntry {
  readonly kind: string;
  readonly id: string;
  readonly entry: unknown;
  readonly from: 'code' | 'stored';
  /** What is wrong with it; paths start at the entry. An entry with issues is not in force; the others are. */
  readonly issues: readonly Issue[];
}

/** What entries are checked against that the configuration itself does not know. */
export type Surroundings = Omit<CheckContext, 'entries' | 'isNew'>;

/**
 * All configuration, from code and from the store, read as far as it is asked for. An id in code wins over the same id in
 * the store.
 */
export class Configuration {
  private readonly manifest: ReturnType<typeof readManifest>;
  private readonly merged = new Map<string, Map<string, unknown>>();
  private readonly stored = new Map<string, Map<string, StoredEntry>>();

  constructor(
    private readonly snapshot: Readonly<Record<string, string>>,
    private readonly code: CodeConfiguration,
    readonly parts: readonly AnyPart[],
    private readonly surroundings: Surroundings,
  ) {
    this.manifest = readManifest(snapshot);
  }

  /** The entries of a kind, for the part that acts on them. */
  entries<Entry>(kind: string): Entries<Entry> {
    const part = this.partOf(kind);
    return {
      fingerprint: this.fingerprint(kind),
      all: () => this.all(part) as Map<string, Entry>,
      valid: () => {
        const valid = [...this.all(part)].filter(([, entry]) => part.check(entry, this.context()).length === 0);
        return new Map(valid) as Map<string, Entry>;
      },
      storedAt: (id) => (this.codeEntries(part).has(id) ? 0 : (this.storedEntries(kind).get(id)?.storedAt ?? 0)),
    };
  }

  /** Every entry of a kind with where it is from and what is wrong with it. */
  inspect(kind: string): ConfiguredEntry[] {
    const part = this.partOf(kind);
    const fromCode = this.codeEntries(part);
    const twice = this.duplicates(part);
    return [...this.all(part)].map(([id, entry]) => ({
      kind,
      id,
      entry,
      from: fromCode.has(id) ? 'code' : 'stored',
      issues: [...part.check(entry, this.context()), ...(twice.has(id) ? [duplicate(part, id)] : [])],
    }));
  }

  /** All that is wrong with the configuration; paths start at the kind: `schedules["standup"].cron`. */
  issues(): Issue[] {
    const newer = this.manifest.version > FORMAT_VERSION;
    return [
      ...(newer ? [newerFormat(this.manifest.version)] : []),
      ...this.parts.flatMap(({ kind }) =>
        this.inspect(kind).flatMap(({ id, issues }) =>
          issues.map((issue) => ({ ...issue, path: pathOf(kind, id, issue.path) })),
        ),
      ),
    ];
  }

  /** Changes whenever any entry of any kind does. */
  get version(): string {
    return fingerprint(this.parts.map(({ kind }) => this.fingerprint(kind)).join());
  }

  /** The stored entries of a kind, whether code has the same ids or not. */
  storedEntries(kind: string): Map<string, StoredEntry> {
    const known = this.stored.get(kind);
    if (known !== undefined) return known;
    const stored = readStored(this.snapshot, kind, this.manifest);
    this.stored.set(kind, stored);
    return stored;
  }

  /** The ids of a kind that are defined in code. */
  codeEntries({ kind, idField }: AnyPart): Map<string, unknown> {
    const found = new Map<string, unknown>();
    (this.code[kind] ?? []).forEach((entry, index) => {
      const id = idOf(entry, idField) ?? `#${index + 1}`;
      if (!found.has(id)) found.set(id, entry);
    });
    return found;
  }

  private partOf(kind: string): AnyPart {
    const part = this.parts.find((candidate) => candidate.kind === kind);
    if (part === undefined) throw new Error(`There is no configuration of the kind "${kind}".`);
    return part;
  }

  private all(part: AnyPart): Map<string, unknown> {
    const known = this.merged.get(part.kind);
    if (known !== undefined) return known;
    const merged = this.codeEntries(part);
    for (const [id, { entry }] of this.storedEntries(part.kind)) if (!merged.has(id)) merged.set(id, entry);
    this.merged.set(part.kind, merged);
    return merged;
  }

  /** What entries are checked against as things stand. */
  context(): CheckContext {
    return { ...this.surroundings, isNew: false, entries: this.byKind() };
  }

  private kinds: CheckContext['entries'] | undefined;

  private byKind(): CheckContext['entries'] {
    this.kinds = this.kinds ?? entriesWhenRead(this.parts, (part) => Object.fromEntries(this.all(part)));
    return this.kinds;
  }

  private duplicates({ kind, idField }: AnyPart): Set<string> {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const entry of this.code[kind] ?? []) {
      const id = idOf(entry, idField);
      if (id !== undefined && seen.has(id)) twice.add(id);
      if (id !== undefined) seen.add(id);
    }
    return twice;
  }

  private fingerprint(kind: string): string {
    const code = this.code[kind] ?? [];
    const ofCode = code.length === 0 ? '' : fingerprint(JSON.stringify(code));
    return `${ofCode}/${storedFingerprint(this.manifest, kind)}`;
  }
}

/** An object whose fields are made when they are first read. */
function entriesWhenRead(
  parts: readonly AnyPart[],
  make: (part: AnyPart) => Record<string, unknown>,
): CheckContext['entries'] {
  const kinds: Record<string, Record<string, unknown>> = {};
  for (const part of parts) {
    Object.defineProperty(kinds, part.kind, { enumerable: true, get: lazily(() => make(part)) });
  }
  return kinds;
}

function idOf(entry: object, idField: string): string | undefined {
  const id = (entry as Record<string, unknown> | null)?.[idField];
  return typeof id === 'string' ? id : undefined;
}

const duplicate = ({ idField }: AnyPart, id: string): Issue => ({
  path: idField,
  problem: 'stands there twice',
  expected: 'an id of its own for each; the first one is in force',
  received: JSON.stringify(id),
});

const newerFormat = (version: number): Issue => ({
  path: '',
  problem: 'was stored by a newer version of Chat Courier, so what is stored is not in force',
  expected: `version ${FORMAT_VERSION} of the format or older`,
  received: `version ${version}`,
});

/** Where something is, as code would write it: `schedules["order-late"].cron`. */
export const pathOf = (kind: string, id: string, path: string): string =>
  `${kind}[${JSON.stringify(id)}]${path === '' || path.startsWith('[') ? '' : '.'}${path}`;
