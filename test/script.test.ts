import { parseAppsScript, refusedSyntax, topLevelFunctions } from './script';

describe('parseAppsScript', () => {
  test.each([
    ['optional chaining', 'var a = b?.c;'],
    ['the operator ??', 'var a = b ?? c;'],
    ['a private name', 'class A { #x() {} }'],
    ['a static class field', 'class A { static x = 1; }'],
    ['a BigInt literal', 'var a = 1n;'],
    ['a module', 'export function f() {}'],
  ])('refuses %s', (_what, source) => {
    expect(() => parseAppsScript(source)).toThrow(SyntaxError);
  });

  test('takes what ES2019 brought', () => {
    expect(() => parseAppsScript('try { f({ ...a }); } catch { async () => { await b; }; }')).not.toThrow();
  });
});

describe('refusedSyntax', () => {
  test('names each construct with its line', () => {
    const source = [
      'class A {',
      '  #secret = 1n;',
      '  static { this.x = /[a--b]/v; }',
      '}',
      'var b = a?.b ?? c;',
      'b ||= import("d");',
    ].join('\n');
    expect(refusedSyntax(source)).toEqual([
      'line 2: a class field',
      'line 2: a private name',
      'line 2: a BigInt literal',
      'line 3: a static block',
      'line 3: the regular expression flag v',
      'line 5: the operator ??',
      'line 5: optional chaining',
      'line 6: the operator ||=',
      'line 6: a dynamic import',
    ]);
  });

  test('finds nothing in plain code', () => {
    expect(refusedSyntax('function f(a, ...b) { return b.map((c) => a || c); }')).toEqual([]);
  });
});

describe('topLevelFunctions', () => {
  test('lists what Apps Script would show, with parameters and whether it is documented', () => {
    const source = [
      'var lib_ = (function () { function inner() {} return { inner: inner }; })();',
      '/** Sends. */',
      'function send(to, message, options) {}',
      '/* no doc comment */',
      'function all(...items) {}',
      '/** Not directly before. */',
      'var apart = 1;',
      'const arrow = (a) => a;',
      'function hidden_() {}',
    ].join('\n');
    expect(topLevelFunctions(source)).toEqual([
      { name: 'send', parameters: ['to', 'message', 'options'], isDocumented: true },
      { name: 'all', parameters: ['...items'], isDocumented: false },
      { name: 'arrow', parameters: ['a'], isDocumented: false },
    ]);
  });
});
