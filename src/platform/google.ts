import {
  NetworkError,
  type Cache,
  type Clock,
  type Http,
  type HttpRequest,
  type HttpResponse,
  type Lock,
  type Log,
  type Mail,
  type Platform,
  type Project,
  type Random,
  type Store,
  type TriggerInfo,
  type Triggers,
} from './platform';
import { googleSheets } from './google-sheets';
import { redact, redactData } from '../redact';

/** The services of Google that the ports stand on. Production passes Apps Script's own; tests pass the emulator's. */
export interface GoogleServices {
  readonly properties: GoogleAppsScript.Properties.Properties;
  readonly cache: GoogleAppsScript.Cache.Cache;
  readonly lock: GoogleAppsScript.Lock.Lock;
  readonly urlFetch: GoogleAppsScript.URL_Fetch.UrlFetchApp;
  readonly script: GoogleAppsScript.Script.ScriptApp;
  readonly session: GoogleAppsScript.Base.Session;
  readonly utilities: GoogleAppsScript.Utilities.Utilities;
  readonly spreadsheetApp: GoogleAppsScript.Spreadsheet.SpreadsheetApp;
  readonly mailApp: GoogleAppsScript.Mail.MailApp;
}

// The reference documents the option; the published types lack it (UrlFetchApp reference, read 2026-11-24).
type FetchOptions = GoogleAppsScript.URL_Fetch.URLFetchRequestOptions & { timeoutSeconds: number };

/**
 * Implements the ports over Apps Script's services.
 *
 * @param services - taken when a port is first used, so that loading the script calls no service
 */
export function createGooglePlatform(services: GoogleServices): Platform {
  return {
    clock: googleClock(services),
    http: googleHttp(services),
    store: googleStore(services),
    cache: googleCache(services),
    lock: googleLock(services),
    triggers: googleTriggers(services),
    sheets: googleSheets(services),
    project: googleProject(services),
    mail: googleMail(services),
    log: consoleLog,
    random: googleRandom(services),
  };
}

/** All top-level code runs at the start of every execution. */
const LOADED_AT = Date.now();

const googleClock = (services: GoogleServices): Clock => ({
  now: () => Date.now(),
  startedAt: LOADED_AT,
  sleep: (durationMs) => services.utilities.sleep(durationMs),
  timeZone: () => services.session.getScriptTimeZone(),
});

const googleHttp = (services: GoogleServices): Http => ({
  fetch(request) {
    try {
      return toResponse(services.urlFetch.fetch(request.url, toOptions(request)));
    } catch (error) {
      throw toNetworkError(error);
    }
  },
  fetchAll(requests) {
    try {
      const all = requests.map((request) => ({ url: request.url, ...toOptions(request) }));
      return services.urlFetch.fetchAll(all).map(toResponse);
    } catch (error) {
      throw toNetworkError(error);
    }
  },
});

const toOptions = (request: HttpRequest): FetchOptions => ({
  method: request.method as GoogleAppsScript.URL_Fetch.HttpMethod,
  headers: { ...request.headers },
  ...(request.body === '' ? {} : { payload: request.body }),
  muteHttpExceptions: true,
  timeoutSeconds: request.timeoutSeconds,
  followRedirects: request.followRedirects ?? true,
  validateHttpsCertificates: request.validateHttpsCertificates ?? true,
});

function toResponse(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResponse {
  return {
    status: response.getResponseCode(),
    // Google keeps the server's casing of header names.
    header(name) {
      const headers = response.getAllHeaders() as Record<string, string | string[]>;
      const found = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
      const value = found === undefined ? undefined : headers[found];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    get body() {
      return response.getContentText();
    },
  };
}

/**
 * Reads one of UrlFetchApp's exceptions. Its text follows the account's language and may change, so only two refusals
 * are told apart, by the parts that are names rather than words, and by the English words of a scope that the manifest
 * leaves out, whichever scope they ask for; all else counts as "may have been delivered".
 */
function toNetworkError(error: unknown): NetworkError {
  const text = String((error as { message?: unknown } | null)?.message ?? error);
  const kind = /urlfetch\.?\s*$/i.test(text)
    ? 'quota'
    : /script\.external_request|Specified permissions are not sufficient to call /i.test(text)
      ? 'permission'
      : 'unanswered';
  return new NetworkError(redact(text), kind);
}

const googleStore = (services: GoogleServices): Store => ({
  readAll: () => services.properties.getProperties(),
  read: (key) => services.properties.getProperty(key),
  write: (entries) => void services.properties.setProperties({ ...entries }),
  remove: (key) => void services.properties.deleteProperty(key),
});

const googleCache = (services: GoogleServices): Cache => ({
  get: (key) => services.cache.get(key),
  put: (key, value, lifeSeconds) => services.cache.put(key, value, lifeSeconds),
});

const googleLock = ({ lock }: GoogleServices): Lock => ({
  isHeld() {
    try {
      return lock.hasLock();
    } catch {
      return false;
    }
  },
  tryAcquire(waitMs) {
    try {
      return lock.tryLock(waitMs);
    } catch {
      // Under contention the service itself may refuse: "There are too many LockService operations against the same script."
      return false;
    }
  },
  release: () => lock.releaseLock(),
});

const googleTriggers = (services: GoogleServices): Triggers => ({
  list: () => services.script.getProjectTriggers().map(toTriggerInfo),
  createClock: (handler, everyMinutes) =>
    void services.script.newTrigger(handler).timeBased().everyMinutes(everyMinutes).create(),
  createSheet(handler, kind, sourceId) {
    const builder = services.script.newTrigger(handler).forSpreadsheet(sourceId);
    const event = {
      edit: () => builder.onEdit(),
      change: () => builder.onChange(),
      formSubmit: () => builder.onFormSubmit(),
    };
    event[kind]().create();
  },
  createForm: (handler, sourceId) => void services.script.newTrigger(handler).forForm(sourceId).onFormSubmit().create(),
  remove(id) {
    const trigger = services.script.getProjectTriggers().find((candidate) => candidate.getUniqueId() === id);
    if (trigger !== undefined) services.script.deleteTrigger(trigger);
  },
});

const TRIGGER_KINDS: Readonly<Record<string, TriggerInfo['kind']>> = {
  CLOCK: 'clock',
  ON_EDIT: 'edit',
  ON_CHANGE: 'change',
  ON_FORM_SUBMIT: 'formSubmit',
  ON_OPEN: 'open',
};

const toTriggerInfo = (trigger: GoogleAppsScript.Script.Trigger): TriggerInfo => ({
  id: trigger.getUniqueId(),
  handler: trigger.getHandlerFunction(),
  kind: TRIGGER_KINDS[String(trigger.getEventType())] ?? 'other',
  sourceId: trigger.getTriggerSourceId() ?? '',
});

// The reference documents scopes and granted scopes; the published types lack them (ScriptApp reference, read 2026-11-24).
type Authorization = { getAuthorizedScopes(): string[] | null };
type AskAuthorization = (mode: GoogleAppsScript.Script.AuthMode, scopes: string[]) => Authorization;

const googleProject = (services: GoogleServices): Project => ({
  user() {
    try {
      return services.session.getEffectiveUser().getEmail();
    } catch {
      return '';
    }
  },
  webAppUrl: () => services.script.getService().getUrl() ?? '',
  missingScopes(scopes) {
    const { script } = services;
    const ask = script.getAuthorizationInfo.bind(script) as unknown as AskAuthorization;
    const granted = ask(script.AuthMode.FULL, [...scopes]).getAuthorizedScopes() ?? [];
    return scopes.filter((scope) => !granted.includes(scope));
  },
  requireScopes: (scopes) => services.script.requireScopes(services.script.AuthMode.FULL, [...scopes]),
});

const googleMail = (services: GoogleServices): Mail => ({
  send: (to, subject, body) => services.mailApp.sendEmail(to, subject, body),
  remaining() {
    try {
      return services.mailApp.getRemainingDailyQuota();
    } catch {
      return undefined;
    }
  },
});

const consoleLog: Log = {
  write(level, event, data) {
    const line = JSON.stringify({ event, ...(redactData(data ?? {}) as Record<string, unknown>) });
    if (level === 'error') console.error(line);
    else if (level === 'warning') console.warn(line);
    else console.log(line);
  },
  print: (text) => console.log(redact(text)),
};

const googleRandom = (services: GoogleServices): Random => ({
  next: () => Math.random(),
  uuid: () => services.utilities.getUuid(),
});
