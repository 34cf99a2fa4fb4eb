import type { SendOptions } from '../delivery/types';
import type { Message } from '../message/types';
import type { RelayEvent, RelayRequest } from './event';

/** What sends the events: each kind reads its own shape. */
export const SOURCE_KINDS = [
  'generic', 'alertmanager', 'grafana', 'github', 'gitlab', 'uptime-kuma', 'sentry', 'signed', 'statuspage', 'ping',
] as const; // prettier-ignore

export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Another system that reports through the script's web app. */
export interface Source {
  /** Its name, in the address that it posts to: 1 to 64 letters, digits, dots, hyphens, underscores. */
  readonly id: string;
  readonly kind: SourceKind;
  /** A webhook's name, or several. A `ping` has none: what it means is its monitor's. */
  readonly to?: string | readonly string[];
  /**
   * A template for the message instead of the usual one. Its data are the event (`title`, `text`, `status`, `subject`,
   * `url`, `fields`) and, as `body`, everything that was posted: `"{{title}} on {{body.host}}"`. A `generic` source needs
   * one of `message` and `title`.
   */
  readonly message?: string | Message;
  /** A template for the title: `"{{body.check}} is {{body.state}}"`. @default by the kind */
  readonly title?: string;
  /** A template for the thread: what it gives the same for belongs together. @default by the kind: an alert, a pull request, … */
  readonly thread?: string;
  /** Only events of these states are told. @default all three */
  readonly only?: readonly RelayEvent['status'][];
  /** The heartbeat monitor that a `ping` calls in to. @default the monitor with the source's id */
  readonly monitor?: string;
  /** How many posts a minute are taken; more are refused. 1 to 600. @default 60 */
  readonly perMinute?: number;
  /** For how long a repeated event is counted instead of sent again, minutes, 0 to 1,440. @default 60 */
  readonly repeatMinutes?: number;
  readonly priority?: NonNullable<SendOptions['priority']>;
  /** The language of dates and numbers, a BCP 47 tag. @default 'en' */
  readonly locale?: string;
  /** Whether it is switched off: its posts are refused. @default false */
  readonly paused?: boolean;
}

/** How events of a kind are read. */
export interface SourceReader {
  /**
   * @param body - the posted JSON; for a form, its fields
   * @returns the events in it; none when there is nothing to tell
   * @throws {@link UnreadableEvent} the body is not what this kind of source sends
   */
  read(body: unknown, request: RelayRequest): RelayEvent[];
}

/** The script property with a source's secret, at least 16 characters: "source.ci". It is part of the address. */
export const SECRET_PREFIX = 'source.';

/** The script property with the key that a `signed` source signs with: "signing.ci". */
export const SIGNING_PREFIX = 'signing.';

/** How many posts a minute are taken when nothing is said. */
export const PER_MINUTE = 60;

/** For how long a repeated event is counted when nothing is said, minutes. */
export const REPEAT_MINUTES = 60;
