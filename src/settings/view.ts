import { describeIssue } from '../errors';
import type { Configuration } from './configuration';

/** An entry as it is shown. */
export interface EntryView {
  /** The entry, secrets masked as `***`, functions as the text "(function)". Given back to `configure` so, it keeps its secrets. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Whether it stands in notifications.ts and can only be changed there. */
  readonly readOnly: boolean;
  /** What it does, in plain words; '' where there are none. */
  readonly words: string;
  /** What is wrong with it, as sentences. An entry with issues is not in force. */
  readonly issues: readonly string[];
}

/** All configuration by kind and id. */
export type ConfigurationView = Readonly<Record<string, Readonly<Record<string, EntryView>>>>;

/** All configuration as it may be shown: no secret is in it. */
export function viewConfiguration(configuration: Configuration): ConfigurationView {
  const context = configuration.context();
  const kinds = configuration.parts.map((part) => {
    const entries = configuration.inspect(part.kind).map(({ id, entry, from, issues }): [string, EntryView] => {
      const isValid = issues.length === 0;
      // An entry that is not in order may hold anything anywhere: only its id is shown.
      const shown = isValid ? (part.mask?.(entry as never) ?? entry) : { [part.idField]: id };
      const view = {
        definition: plain(shown) as Record<string, unknown>,
        readOnly: from === 'code',
        words: isValid ? (part.describe?.(entry as never, context) ?? '') : '',
        issues: issues.map(describeIssue),
      };
      return [id, view];
    });
    return [part.kind, Object.fromEntries(entries)] as const;
  });
  return Object.fromEntries(kinds);
}

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === 'function' ? '(function)' : item)));
