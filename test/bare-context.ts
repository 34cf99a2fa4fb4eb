import { createContext, runInContext, Script, type Context } from 'node:vm';

/** Globals of browsers and Node that Apps Script's engine lacks: its V8 page, and reports of its users. */
export const missingGlobals: readonly string[] = [
  'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'ReadableStream', 'WritableStream', 'TextEncoder',
  'TextDecoder', 'fetch', 'FormData', 'File', 'Blob', 'URL', 'URLSearchParams', 'DOMException', 'atob', 'btoa',
  'crypto', 'SubtleCrypto', 'window', 'navigator', 'performance', 'process', 'structuredClone', 'queueMicrotask',
  'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'Headers', 'Request', 'Response', 'CompressionStream',
  'global', 'Buffer', 'require', 'module', 'setImmediate', 'Crypto', 'CryptoKey', 'TransformStream', 'self', 'document',
  'exports', '__dirname', 'Temporal',
]; // prettier-ignore

/** Google's services. A bundle that only loads has no business with any. */
export const googleServices: readonly string[] = [
  'CacheService', 'ContentService', 'DocumentApp', 'DriveApp', 'FormApp', 'GmailApp', 'HtmlService', 'LockService', 'Logger',
  'MailApp', 'PropertiesService', 'ScriptApp', 'Session', 'SpreadsheetApp', 'UrlFetchApp', 'Utilities',
]; // prettier-ignore

/** ECMAScript and nothing else, with wires that tell who touched what is not there. */
export interface BareContext {
  readonly context: Context;
  /** The names of missing globals and services that were read, each once, in order. */
  readonly touched: readonly string[];
  /** Evaluates in the context, to the end of its microtasks. */
  run(source: string, fileName?: string): unknown;
}

/**
 * A context such as Apps Script gives: no globals of Node or browsers, no code made from strings. With `tripwires` a
 * missing global reads as undefined and is noted; without them it is a ReferenceError, as on Google's servers.
 */
export function createBareContext({ tripwires }: { tripwires: boolean }): BareContext {
  const context = createContext(
    {},
    { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' },
  );
  const touched: string[] = [];
  if (tripwires) {
    for (const name of [...missingGlobals, ...googleServices]) {
      Object.defineProperty(context, name, {
        configurable: true,
        get() {
          if (!touched.includes(name)) touched.push(name);
          return undefined;
        },
        set(value: unknown) {
          Object.defineProperty(context, name, { value, configurable: true, writable: true });
        },
      });
    }
  }
  return {
    context,
    touched,
    run: (source, filename = 'Code.js') => new Script(source, { filename }).runInContext(context) as unknown,
  };
}

/** Whether a global exists in a context. */
export function hasGlobal({ context }: BareContext, name: string): boolean {
  return runInContext(`typeof ${name} !== 'undefined'`, context) as boolean;
}
