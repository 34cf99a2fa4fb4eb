/** Runs once in every realm: puts Google's globals there and hands back the way to call a script's functions. */
import { cacheFacade } from '../services/cache';
import { contentFacade } from '../services/content';
import { formFacade } from '../services/form-app';
import { htmlFacade } from '../services/html';
import { mailFacade } from '../services/mail';
import { consoleFacade, loggerFacade } from '../services/console';
import { lockFacade } from '../services/lock';
import { propertiesFacade } from '../services/properties';
import { scriptFacade } from '../services/script';
import { sessionFacade } from '../services/session';
import { spreadsheetFacade } from '../services/spreadsheet/facade';
import { urlFetchFacade } from '../services/url-fetch';
import { utilitiesFacade } from '../services/utilities';
import type { Native } from '../native';
import type { Bridge } from './bridge';
import { type Compile, googleFor, type Google } from './google';
import { resultAsJson } from './present';
import { describe, invoke, type RunOutcome } from './invoke';
import { define, installTimeAndChance } from './realm';

/** Every global of Google's, by its name. A new service is one line here and one in `services/hosts.ts`. */
const FACADES: Readonly<Record<string, (google: Google) => unknown>> = {
  PropertiesService: propertiesFacade,
  CacheService: cacheFacade,
  LockService: lockFacade,
  UrlFetchApp: urlFetchFacade,
  Utilities: utilitiesFacade,
  ScriptApp: scriptFacade,
  Session: sessionFacade,
  SpreadsheetApp: spreadsheetFacade,
  FormApp: formFacade,
  ContentService: contentFacade,
  HtmlService: htmlFacade,
  MailApp: mailFacade,
  console: consoleFacade,
  Logger: loggerFacade,
};

/** What a realm offers to the one who made it. */
export interface RealmEntry {
  invoke(
    resolve: (name: string) => unknown,
    functionName: string,
    args: readonly unknown[],
    report: (outcome: RunOutcome) => void,
  ): void;
  describe: typeof describe;
  readonly promisePrototype: object;
}

export function install(bridge: Bridge, native: Native, compile: Compile): RealmEntry {
  installTimeAndChance(bridge);
  const google = googleFor(bridge, native, compile);
  for (const [name, facade] of Object.entries(FACADES)) define(name, facade(google));
  return {
    invoke(resolve, functionName, args, report) {
      invoke(
        resolve,
        functionName,
        Array.from(args, (argument) => google.revive(argument)),
        (value) =>
          resultAsJson(value, bridge.execution.kind, (reason) => {
            bridge.log('INFO', `[emulator] The result cannot be given on: ${reason}`);
          }),
        report,
      );
    },
    describe,
    promisePrototype: Promise.prototype,
  };
}
