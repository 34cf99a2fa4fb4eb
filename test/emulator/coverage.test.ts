import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { CLASSES, coverageRows, MISSING_SERVICES } from '../../emulator/coverage';
import { SHEET_CLASSES } from '../../emulator/services/spreadsheet/coverage';
import { evaluate, ServerStub } from './helpers';

/** How a script gets hold of one of each class. */
const SAMPLES: Readonly<Record<string, string>> = {
  Properties: 'PropertiesService.getScriptProperties()',
  Cache: 'CacheService.getScriptCache()',
  Lock: 'LockService.getScriptLock()',
  HTTPResponse: "UrlFetchApp.fetch('https://server.example.com/')",
  Blob: "Utilities.newBlob('')",
  TriggerBuilder: "ScriptApp.newTrigger('main')",
  ClockTriggerBuilder: "ScriptApp.newTrigger('main').timeBased()",
  SpreadsheetTriggerBuilder: "ScriptApp.newTrigger('main').forSpreadsheet('id')",
  FormTriggerBuilder: "ScriptApp.newTrigger('main').forForm('id')",
  DocumentTriggerBuilder: "ScriptApp.newTrigger('main').forDocument('id')",
  CalendarTriggerBuilder: "ScriptApp.newTrigger('main').forUserCalendar('id')",
  Trigger: "ScriptApp.newTrigger('main').timeBased().everyHours(1).create()",
  AuthorizationInfo: 'ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL)',
  Service: 'ScriptApp.getService()',
  User: 'Session.getActiveUser()',
  TextOutput: 'ContentService.createTextOutput()',
  HtmlOutput: 'HtmlService.createHtmlOutput()',
  HtmlOutputMetaTag: "HtmlService.createHtmlOutput().addMetaTag('viewport', '').getMetaTags()[0]",
  HtmlTemplate: "HtmlService.createTemplate('')",
};

const offered = (name: string): string[] =>
  (
    evaluate(
      `(() => { const names = new Set(); for (let o = ${SAMPLES[name] ?? name}; o && o !== Object.prototype; o = Object.getPrototypeOf(o))
        for (const key of Object.getOwnPropertyNames(o)) names.add(key); return [...names]; })()`,
      { network: new ServerStub() },
    ) as string[]
  )
    .filter((key) => !['constructor', 'toString'].includes(key))
    .sort();

/** Members by class, as the community's types list them. A few classes have a name of their own there. */
const documented = ((): ReadonlyMap<string, ReadonlySet<string>> => {
  const folder = dirname(require.resolve('@types/google-apps-script/package.json'));
  const members = new Map<string, Set<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node)) {
      const names = members.get(node.name.text) ?? new Set<string>();
      for (const member of node.members) {
        const isDeprecated = ts.getJSDocDeprecatedTag(member) !== undefined;
        if (member.name && ts.isIdentifier(member.name) && !isDeprecated) names.add(member.name.text);
      }
      members.set(node.name.text, names);
    }
    ts.forEachChild(node, visit);
  };
  for (const part of [
    'base',
    'cache',
    'content',
    'html',
    'lock',
    'mail',
    'properties',
    'script',
    'url-fetch',
    'utilities',
  ]) {
    const file = join(folder, `google-apps-script.${part}.d.ts`);
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  }
  const console = members.get('Console');
  if (console) members.set('console', console);
  return members;
})();

describe('the table of what is emulated', () => {
  test.each(CLASSES.map(({ name }) => name))('is true of %s', (name) => {
    const { full, partly } = CLASSES.find((entry) => entry.name === name) ?? { full: [], partly: {} };
    expect(offered(name)).toEqual([...full, ...Object.keys(partly)].sort());
  });

  test.each(CLASSES.map(({ name }) => name))('leaves out no member of %s that Google documents', (name) => {
    const listed = new Set(coverageRows().flatMap(({ service, method }) => (service === name ? [method] : [])));
    const members = documented.get(name);
    expect(members?.size).toBeGreaterThan(0);
    expect([...(members ?? [])].filter((member) => !listed.has(member))).toEqual([]);
  });

  test('is true of the services that are missing', () => {
    expect(MISSING_SERVICES.filter((name) => evaluate(`typeof ${name}`) !== 'undefined')).toEqual([]);
  });

  test('names every global of Google’s that an execution has', () => {
    const globals = evaluate('Object.getOwnPropertyNames(globalThis)') as string[];
    const google = globals.filter((name) => /(Service|App|Utilities|Session|Logger|console)$/.test(name));
    const listed = [...CLASSES, ...SHEET_CLASSES].map(({ name }) => name);
    expect(google.filter((name) => !listed.includes(name))).toEqual([]);
  });

  test('has one row for each method', () => {
    const keys = coverageRows().map(({ service, method }) => `${service}.${method}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
