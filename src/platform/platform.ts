/**
 * The ports: what Chat Courier needs of the place it runs in, and no more. `google.ts` implements them over Apps
 * Script's services; nothing else does. All of it is synchronous, as Apps Script is.
 */
export interface Platform {
  readonly clock: Clock;
  readonly http: Http;
  readonly store: Store;
  readonly cache: Cache;
  readonly lock: Lock;
  readonly triggers: Triggers;
  readonly sheets: Sheets;
  readonly project: Project;
  readonly mail: Mail;
  readonly log: Log;
  readonly random: Random;
}

/** The time, and waiting. */
export interface Clock {
  /** Now, epoch milliseconds. */
  now(): number;
  /** When this execution began, epoch milliseconds. */
  readonly startedAt: number;
  /** Waits. @param durationMs - whole milliseconds, 1 to 300,000 */
  sleep(durationMs: number): void;
  /** The script's time zone, an IANA name: "Europe/Paris". */
  timeZone(): string;
}

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; '' sends none. */
  readonly body: string;
  /** How long to wait for the answer, whole seconds. */
  readonly timeoutSeconds: number;
  /** Whether redirects are followed. @default true */
  readonly followRedirects?: boolean;
  /** Whether a bad certificate is an error. @default true */
  readonly validateHttpsCertificates?: boolean;
}

/** One HTTP answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** One header, its name compared without case; undefined when it is not there. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** Network calls. Statuses are answers; only a call without an answer throws, as {@link NetworkError}. */
export interface Http {
  /** @throws {@link NetworkError} there was no answer, or no call */
  fetch(request: HttpRequest): HttpResponse;
  /**
   * All requests at once, answers in the order of the requests.
   * @throws {@link NetworkError} one of them had no answer: then nothing is known of the others either
   */
  fetchAll(requests: readonly HttpRequest[]): HttpResponse[];
}

/** A network call that gave no answer. The secrets in the URL are already removed from its message. */
export class NetworkError extends Error {
  /**
   * @param message - Apps Script's own text, redacted
   * @param kind - `quota`: refused before sending, until the daily quota resets; `permission`: refused before sending,
   *   until someone consents; `unanswered`: it may have been delivered
   */
  constructor(
    message: string,
    readonly kind: 'quota' | 'permission' | 'unanswered',
  ) {
    super(message);
    this.name = 'NetworkError';
  }
}

/** Text values under text keys that outlive the execution. No transactions, no compare-and-set. */
export interface Store {
  /** Everything, in one call. A copy. */
  readAll(): Record<string, string>;
  /** One value; null when there is none. */
  read(key: string): string | null;
  /** Writes these, leaves the others. One call for all, but a kill may leave any part of them written. */
  write(entries: Readonly<Record<string, string>>): void;
  /** Removes one key; one that is not there is no error. */
  remove(key: string): void;
}

/** Text values that may be gone at any time. */
export interface Cache {
  get(key: string): string | null;
  /** @param lifeSeconds - 1 to 21,600 */
  put(key: string, value: string, lifeSeconds: number): void;
}

/** The script's one lock. */
export interface Lock {
  /** True when it was got within `waitMs`; a service that refuses counts as not got. */
  tryAcquire(waitMs: number): boolean;
  release(): void;
  /**
   * Whether this execution has it already: code that calls ours may hold it. Google gives it such an execution again, and
   * one release takes it from both.
   */
  isHeld(): boolean;
}

/** A trigger of this script and this user. */
export interface TriggerInfo {
  readonly id: string;
  readonly handler: string;
  readonly kind: 'clock' | 'edit' | 'change' | 'formSubmit' | 'open' | 'other';
  /** What it watches: a spreadsheet's or form's id; '' for clocks. */
  readonly sourceId: string;
}

/** Apps Script's triggers. */
export interface Triggers {
  list(): TriggerInfo[];
  /** @param everyMinutes - 1, 5, 10, 15 or 30 */
  createClock(handler: string, everyMinutes: number): void;
  /** @param sourceId - the spreadsheet's id */
  createSheet(handler: string, kind: 'edit' | 'change' | 'formSubmit', sourceId: string): void;
  /** On a submission of a form. @param sourceId - the form's id */
  createForm(handler: string, sourceId: string): void;
  remove(id: string): void;
}

/** The script, and the account that an execution runs as. */
export interface Project {
  /** The account's address; '' when the permission to know it is missing, or Google does not say. */
  user(): string;
  /** The deployed web app's address; '' when there is none. */
  webAppUrl(): string;
  /** Those of these scopes that the account has not granted. @param scopes - whole: "https://www.googleapis.com/auth/script.scriptapp" */
  missingScopes(scopes: readonly string[]): string[];
  /** Ends the execution with Google's own consent screen when one of these scopes is missing and a person is there to ask. */
  requireScopes(scopes: readonly string[]): void;
}

/** Mail in the name of the account. */
export interface Mail {
  /** Sends a plain text. Throws what Apps Script throws: the permission is missing, or the daily quota is used up. */
  send(to: string, subject: string, body: string): void;
  /** How many more may be sent today; undefined when the permission is missing. */
  remaining(): number | undefined;
}

/** The execution log. Callers hand over data without secrets; the port redacts once more. */
export interface Log {
  /** One structured line. @param event - a stable code: `delivery.retry-429` */
  write(level: 'info' | 'warning' | 'error', event: string, data?: Readonly<Record<string, unknown>>): void;
  /** A text for the person who runs a function by hand, as it stands. */
  print(text: string): void;
}

/** Chance. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A random UUID. */
  uuid(): string;
}

/** A cell's value: '' when empty, the error's text when a formula fails. */
export type CellValue = string | number | boolean | Date;

/** A tab of a spreadsheet. */
export interface TabInfo {
  /** Its number in the spreadsheet, which its name's changes leave alone. */
  readonly id: number;
  readonly name: string;
}

/** One spreadsheet. Nothing is read before it is asked for; every reading and every writing is one call. */
export interface Spreadsheet {
  readonly id: string;
  /** "https://docs.google.com/spreadsheets/d/ID/edit" */
  url(): string;
  /** The zone its dates are shown in, an IANA name. */
  timeZone(): string;
  tabs(): readonly TabInfo[];
  /** All cells of a tab from A1 to the last row and column with anything in them. */
  readValues(tabId: number): CellValue[][];
  /** The texts that whole rows show. @param firstRow - counted from 1 */
  readShown(tabId: number, firstRow: number, rowCount: number): string[][];
  /** The formulas of a row; '' where there is none. */
  readFormulas(tabId: number, row: number): string[];
  /** Writes texts into cells of one column, or as their notes. Fires no trigger. */
  writeColumn(
    tabId: number,
    column: number,
    kind: 'value' | 'note',
    texts: readonly { readonly row: number; readonly text: string }[],
  ): void;
  /** Appends rows to a tab, which is made with these headers when it is not there. */
  append(tabName: string, headers: readonly string[], rows: readonly (readonly string[])[]): void;
}

/** The spreadsheets. */
export interface Sheets {
  /**
   * A spreadsheet by id; '' is the one that the script belongs to, or that an event came from.
   *
   * @returns undefined when there is none, or the account may not open it
   */
  open(id: string): Spreadsheet | undefined;
  /** What a person sees of it; undefined where nobody looks: in triggers of the clock, in web apps. */
  ui(): SheetUi | undefined;
}

/** The person in front of a spreadsheet. */
export interface SheetUi {
  addMenu(title: string, entries: readonly { readonly label: string; readonly functionName: string }[]): void;
  /** Shows a text and waits for a button. @returns whether it was *OK* or *Yes* */
  ask(title: string, text: string, buttons: 'ok' | 'yes-no'): boolean;
  /** Asks for a line of text. @returns undefined when it was cancelled */
  prompt(title: string, text: string): string | undefined;
  /** Where the cursor stands. @returns undefined when nothing is selected */
  selection(): { readonly spreadsheetId: string; readonly tab: TabInfo; readonly row: number } | undefined;
}

/** Something happened in a spreadsheet, as a trigger tells it. */
export interface SheetEvent {
  /** `edit`: cells were edited; `change`: anything else, without a place; `submit`: a form filled in a row. */
  readonly kind: 'edit' | 'change' | 'submit';
  readonly spreadsheetId: string;
  /** undefined when the event names no place. */
  readonly tab: TabInfo | undefined;
  /** Counted from 1; all 0 when the event names no place. */
  readonly area: { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number };
  /** Of an edit of one cell, what was in it; undefined when it was empty, or Google does not say. */
  readonly oldValue: string | undefined;
  /** Of a change: "INSERT_ROW", "OTHER", …; '' for others. */
  readonly changeType: string;
  /** Whose it was, an address; '' when Google does not say. */
  readonly by: string;
}

/** A form was submitted, as its own trigger tells it. */
export interface FormEvent {
  readonly formId: string;
  readonly title: string;
  /** The same when a response is edited. */
  readonly responseId: string;
  /** When it was submitted last, epoch milliseconds. */
  readonly submittedAt: number;
  /** '' when the form does not collect addresses. */
  readonly email: string;
  /** The answers in the order of the form's questions, '' for one that was left out; of files their links. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
}
