import { asText, type Google } from '../facade/google';
import type { Severity } from '../facade/bridge';
import { formatString } from './format-string';
import { HTTPResponse } from './url-fetch';

/** `console` inside an execution: lines of the execution log. */
export function consoleFacade(google: Google) {
  const { bridge } = google;
  const timers = google.perExecution(() => new Map<string, number>());
  const write =
    (severity: Severity) =>
    (...args: unknown[]): void => {
      // What Google shows of an answer is not recorded; its text is what one looks for, and what Logger shows.
      const shown = args.map((value) => (value instanceof HTTPResponse ? value.toString() : value));
      const [only] = shown;
      const structured = shown.length === 1 && typeof only === 'object' && only !== null;
      bridge.log(severity, google.native.format(shown), structured ? safeJson(only) : undefined);
    };
  return {
    log: write('DEBUG'),
    debug: write('DEBUG'),
    info: write('INFO'),
    warn: write('WARNING'),
    error: write('ERROR'),
    time(label = 'default'): void {
      timers().set(String(label), bridge.now());
    },
    timeEnd(label = 'default'): void {
      const startedAt = timers().get(String(label));
      timers().delete(String(label));
      if (startedAt !== undefined) bridge.log('DEBUG', `${String(label)}: ${String(bridge.now() - startedAt)}ms`);
    },
  };
}

function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** `Logger` inside an execution. It shows values as Java would: 1.0, {a=1.0}. */
export function loggerFacade(google: Google) {
  const state = google.perExecution(() => ({ log: '' }));
  const logger = {
    log(data?: unknown, ...values: unknown[]) {
      const text = typeof data === 'string' ? formatString(data, values.map(javaText)) : javaText(data);
      state().log += `${new Date(google.bridge.now()).toString()} INFO: ${text}\n`;
      google.bridge.log('INFO', text);
      return logger;
    },
    getLog: (): string => state().log,
    clear(): void {
      state().log = '';
    },
  };
  return logger;
}

function javaText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (Object.prototype.toString.call(value) !== '[object Object]') return asText(value);
  const { toString } = value as { toString?: unknown };
  if (toString !== Object.prototype.toString) return asText(value);
  const fields = Object.entries(value as object).map(([key, entry]) => `${key}=${javaText(entry)}`);
  return `{${fields.join(', ')}}`;
}
