import type { SendOptions } from '../delivery/types';
import type { Message } from '../message/types';
import type { Window } from '../schedule/window';

/** An HTTP status, or all of a hundred: 200, "2xx". */
export type StatusExpectation = number | '1xx' | '2xx' | '3xx' | '4xx' | '5xx';

/** A value in an answer's JSON. */
export interface JsonExpectation {
  /** Where: "status", "checks[0].healthy". */
  readonly path: string;
  /** What must be there. */
  readonly equals: string | number | boolean | null;
}

/** When a job must have called in. */
export interface Heartbeat {
  /** At least every so many minutes, 1 to 43,200; or `cron`. */
  readonly everyMinutes?: number;
  /** After each time of a cron line, in the monitor's `timeZone`. */
  readonly cron?: string;
  /** How long after that it may still come, minutes, 0 to 10,080. @default 5 */
  readonly graceMinutes?: number;
}

/** The messages of a monitor, instead of the usual ones: templates, filled in with {@link IncidentFacts}. */
export interface MonitorMessages {
  readonly down?: string | Message;
  readonly stillDown?: string | Message;
  readonly recovered?: string | Message;
}

/** What a monitor's messages may tell. */
export interface IncidentFacts {
  /** The monitor's id. */
  readonly monitor: string;
  /** Its `name`, or the host and path of its address; never the query. */
  readonly name: string;
  /** What is wrong, or was: "HTTP 503 instead of 2xx". */
  readonly reason: string;
  /** When it began. */
  readonly since: Date;
  /** The same on the clocks of the monitor's zone: "Tue 24 Nov 2026 09:00". */
  readonly sinceText: string;
  /** How long it has lasted: "12 min", "2 h 5 min", "3 d 4 h". */
  readonly duration: string;
  readonly durationMinutes: number;
}

/** A standing check of an address, or of a job that must call in. */
export interface Monitor {
  /** Its name: 1 to 64 letters, digits, dots, hyphens, underscores. */
  readonly id: string;
  /** What people read. @default the address's host and path */
  readonly name?: string;
  /** The address to check; this or `heartbeat`. `{{secret.NAME}}` in it is the script property "secret.NAME". */
  readonly url?: string;
  /** The job that must call in, through the relay or `noteHeartbeat`; this or `url`. */
  readonly heartbeat?: Heartbeat;
  /** How often it is checked, minutes, 1 to 1,440. @default 5 */
  readonly everyMinutes?: number;
  /** A webhook's name, or several. */
  readonly to: string | readonly string[];
  /** @default 'get' */
  readonly method?: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** `{{secret.NAME}}` in a value is the script property "secret.NAME". */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; `{{secret.NAME}}` as in the headers. @default none */
  readonly body?: string;
  /** @default '2xx' */
  readonly expectStatus?: StatusExpectation | readonly StatusExpectation[];
  /** A text that the answer must contain. */
  readonly expectText?: string;
  readonly expectJson?: JsonExpectation | readonly JsonExpectation[];
  /**
   * The longest the answer may take, milliseconds. Apps Script tells how long a batch of requests took, not each: where that
   * is not enough, the slow ones are asked once more, alone.
   */
  readonly maxLatencyMs?: number;
  /** How long to wait for an answer, seconds, 1 to 60. @default 20 */
  readonly timeoutSeconds?: number;
  /** Whether a bad certificate counts as down. @default true */
  readonly validateHttpsCertificates?: boolean;
  /** @default true */
  readonly followRedirects?: boolean;
  /** How many checks in a row, a minute apart, must fail before it counts as down, 1 to 20. @default 2, of a heartbeat 1 */
  readonly failuresBeforeDown?: number;
  /** How many in a row must succeed before it counts as up again, 1 to 20. @default 1 */
  readonly successesBeforeUp?: number;
  /** When to say that it is still down: after so many minutes, then twice as many, up to a day; 0 never. @default 60 */
  readonly remindAfterMinutes?: number;
  /** So many times down within an hour count as flapping: told once, then not until it keeps still for half an hour; 0 never. @default 3 */
  readonly flapsBeforeSilence?: number;
  /** When it is not checked. Needs `timeZone`. @default never */
  readonly maintenance?: readonly Window[];
  /** The zone of its times, an IANA name. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** Of down and recovered; `critical` passes quiet hours and mutes. @default 'critical' */
  readonly priority?: NonNullable<SendOptions['priority']>;
  readonly messages?: MonitorMessages;
  /** Whether it is switched off. @default false */
  readonly paused?: boolean;
}

/** What a monitor is called where people read it: never with a query, which may hold a secret. */
export function nameOf({ name, url, id }: Monitor): string {
  if (name !== undefined) return name;
  return url === undefined
    ? id
    : url
        .replace(/^https?:\/\//i, '')
        .replace(/[?#].*$/, '')
        .replace(/\/$/, '')
        .replace(/\{\{.*?\}\}/g, '…');
}
