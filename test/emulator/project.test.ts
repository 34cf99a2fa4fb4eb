import { ExecutionKilled } from '../../emulator/exception';
import type { CallInterceptor, ServiceCall } from '../../emulator/interceptor';
import { compile, Project } from '../../emulator/project';
import { evaluate, projectOf, refusal } from './helpers';

const write = `PropertiesService.getScriptProperties().setProperties({ a: '1', b: '2', c: '3' });`;

describe('Project.run', () => {
  test('gives every execution globals of its own', () => {
    const project = projectOf(
      'let count = 0; function main() { count += 1; globalThis.leak = 1; return [count, typeof leak]; }',
    );
    expect([project.run('main'), project.run('main')]).toEqual([
      [1, 'number'],
      [1, 'number'],
    ]);
    expect(projectOf('function main() { return typeof leak; }').run('main')).toBe('undefined');
  });

  test('lets all files share one scope, whatever their order', () => {
    const project = new Project({
      sources: [
        { name: 'Code', code: 'function main() { return helper() + LATE; }' },
        { name: 'lib/helper', code: 'const LATE = 1; function helper() { return 41; }' },
      ],
    });
    expect(project.run('main')).toBe(42);
  });

  test('copies arguments and results as JSON', () => {
    const project = projectOf('function main(value) { value.list.push(new Date()); return value; }');
    const given = { list: [1] };
    expect(project.run('main', [given])).toEqual({ list: [1, '2026-03-02T09:00:00.000Z'] });
    expect(given).toEqual({ list: [1] });
  });

  test('makes the objects that services answer with of the realm itself', () => {
    expect(
      evaluate(`[PropertiesService.getScriptProperties().getKeys() instanceof Array,
        PropertiesService.getScriptProperties().getProperties() instanceof Object,
        ScriptApp.getProjectTriggers() instanceof Array]`),
    ).toEqual([true, true, true]);
    expect(
      evaluate('(() => { try { LockService.getScriptLock().tryLock(); } catch (e) { return e instanceof Error; } })()'),
    ).toBe(true);
  });

  test('throws what the script threw, with its name, message and own data', () => {
    const project = projectOf(`function main() {
      throw Object.assign(new TypeError('bad'), { code: 'X', issues: [{ path: 'a' }], cause: new RangeError('deep') }); }`);
    const error = thrownBy(() => project.run('main'));
    expect(error).toMatchObject({ name: 'TypeError', message: 'bad', code: 'X', issues: [{ path: 'a' }] });
    expect(error).toMatchObject({ cause: { name: 'RangeError', message: 'deep' } });
    expect(error.stack).toContain('at main (Code:2:');
  });

  test('finds functions and variables that hold one, and says which name it did not find', () => {
    const project = projectOf('const arrow = () => 1; var menu = { item: function () { return this === menu; } };');
    expect(project.run('arrow')).toBe(1);
    expect(project.run('menu.item')).toBe(true);
    expect(() => project.run('missing')).toThrow('Script function not found: missing');
    expect(() => project.run('parseInt')).toThrow('Script function not found: parseInt');
  });

  test('hides names that end in an underscore from menus and pages, not from triggers', () => {
    const project = projectOf('function secret_() { return 1; }');
    expect(() => project.run('secret_', [], { kind: 'menu' })).toThrow('Script function not found: secret_');
    expect(() => project.run('secret_', [], { kind: 'page' })).toThrow('Script function not found: secret_');
    expect(project.run('secret_', [], { kind: 'trigger' })).toBe(1);
  });

  test.each([
    ['a circle', 'const a = {}; a.self = a; return a;', 'Converting circular structure to JSON'],
    ['a BigInt', 'return BigInt(1);', 'Do not know how to serialize a BigInt'],
  ])('is done when its result cannot be written as JSON: %s', (_what, body, reason) => {
    const project = projectOf(`function main() { ${body} }\nasync function later() { ${body} }`);
    for (const name of ['main', 'later']) expect(project.run(name)).toBeUndefined();
    expect(project.lastExecution?.status).toBe('completed');
    expect(project.log.map(({ severity, message }) => `${severity} ${message}`)).toEqual(
      Array(2).fill(`INFO [emulator] The result cannot be given on: ${reason}`),
    );
  });

  test('settles promises before it returns', () => {
    expect(projectOf('async function main() { await null; return 7; }').run('main')).toBe(7);
    expect(() => projectOf("async function main() { await null; throw new Error('late'); }").run('main')).toThrow(
      'late',
    );
  });

  test('lets no more than 30 executions of a user run at the same time', () => {
    const project = projectOf('function main(depth) { Utilities.sleep(1); }');
    let depth = 0;
    let problem = '';
    project.interceptor = {
      decide: () => {
        depth += 1;
        try {
          project.run('main');
        } catch (error) {
          problem ||= String(error);
        }
        return {};
      },
    };
    project.run('main');
    expect(depth).toBe(30);
    expect(problem).toBe('Exception: There are too many scripts running simultaneously for this Google user account.');
  });

  test('ends an execution after six minutes, with nothing after the end having effect', () => {
    const project = projectOf(`function main() {
      try { for (;;) Utilities.sleep(60000); } finally { ${write} } }`);
    const error = thrownBy(() => project.run('main'));
    expect(error).toBeInstanceOf(ExecutionKilled);
    expect(error.message).toBe('Exceeded maximum execution time');
    expect(project.clock.now() - Date.parse('2026-03-02T09:00:00Z')).toBe(360_000);
    expect(project.properties.size).toBe(0);
    expect(project.lastExecution?.status).toBe('timedOut');
  });

  test.each([
    ['class A {\n  x = 1;\n}', 'Unexpected token =', 2],
    ['class A {\n  x;\n}', 'Unexpected token', 2],
    ['\nconst a = class {\n  static of = 1;\n}', 'Unexpected token =', 3],
    ['class A {\n  static {\n  }\n}', "Unexpected token '{'", 2],
    ['class A {\n  #x() {}\n}', 'Invalid or unexpected token', 2],
    ['class A {\n  has(a) {\n    return #x in a; } }', 'Invalid or unexpected token', 3],
    ['\nconst a = 0xFFn;', 'Invalid or unexpected token', 2],
  ])('refuses to save %j, which the engine would run', (code, message, line) => {
    const error = thrownBy(() => projectOf(`${code}\nfunction main() {}`));
    expect(String(error)).toBe(`SyntaxError: ${message} (line: ${String(line)}, file: Code)`);
  });

  test('saves what is not known to be refused', () => {
    const code =
      'class A { static of() { return 1_000; } }\nfunction main(a) { a ??= BigInt(2); return A?.of() + Number(a); }';
    expect(projectOf(code).run('main')).toBe(1002);
  });

  test('reports a file that does not parse with file and line', () => {
    expect(() => projectOf('function a() {}\nfunction b( {}')).toThrow(/\(line: 2, file: Code\)/);
  });

  test('logs what the script logs, and the error it ends with', () => {
    const project = projectOf(`function main() {
      console.info('sent %s', 3); console.warn({ event: 'x' }); Logger.log('%s is %s', 'a', { b: 1 }); throw new Error('end'); }`);
    expect(() => project.run('main')).toThrow('end');
    expect(project.log.map(({ severity, message, payload }) => [severity, message, payload])).toEqual([
      ['INFO', 'sent 3', undefined],
      ['WARNING', "{ event: 'x' }", '{"event":"x"}'],
      ['INFO', 'a is {b=1.0}', undefined],
      ['ERROR', expect.stringMatching(/^Error: end\n {4}at main \(Code:2:/), undefined],
    ]);
  });
});

describe('the realm', () => {
  test('lacks what Apps Script lacks', () => {
    const missing = ['setTimeout', 'setInterval', 'URL', 'URLSearchParams', 'TextEncoder', 'fetch', 'Buffer', 'process', 'require', 'module', 'global', 'window', 'atob', 'btoa', 'crypto', 'structuredClone', 'queueMicrotask', 'performance']; // prettier-ignore
    expect(evaluate(`[${missing.map((name) => `typeof ${name}`).join(', ')}]`)).toEqual(missing.map(() => 'undefined'));
  });

  test('shows nothing of how it was made', () => {
    const names = evaluate('Object.getOwnPropertyNames(globalThis)') as string[];
    expect(names.filter((name) => name.endsWith('_'))).toEqual([]);
    expect(evaluate('Object.keys(globalThis)')).toEqual(['main']);
  });

  test('refuses code from text unless the project allows it', () => {
    expect(refusal("eval('1')")).toContain('Code generation from strings disallowed');
    const program = compile(
      [{ name: 'Code', code: "function main() { return eval('1 + 1') + new Function('return 1')(); }" }],
      {
        allowEval: true,
      },
    );
    expect(new Project({ program }).run('main')).toBe(3);
  });

  test('tells the project clock by Date, with and without new', () => {
    expect(
      evaluate(`(() => { const before = Date.now(); Utilities.sleep(1500); const date = new Date();
        return [date.getTime() - before, date instanceof Date, typeof Date(), new Date(0).getTime(), date.constructor === Date,
          Date.name, Date.UTC(1970, 0, 2), new Date(2026, 0).getFullYear()]; })()`),
    ).toEqual([1500, true, 'string', 0, true, 'Date', 86_400_000, 2026]);
  });

  test('draws the same numbers and ids from the same seed, and others in the next execution', () => {
    const code = 'function main() { return [Math.random(), Utilities.getUuid()]; }';
    const [one, same] = [projectOf(code, { seed: 1 }), projectOf(code, { seed: 1 })];
    const first = one.run('main');
    expect(same.run('main')).toEqual(first);
    expect(one.run('main')).not.toEqual(first);
    expect(projectOf(code, { seed: 2 }).run('main')).not.toEqual(first);
    expect(first).toEqual([
      expect.any(Number),
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    ]);
  });
});

describe('a program in a reused realm', () => {
  test('behaves as in fresh ones, its own state fresh each time', () => {
    const code = `let count = 0; const sum = (a, b) => a + b;
      function main(x) { count += 1; console.log('x'); return [count, sum(x, 1), new Date().toISOString(), Math.random(), Utilities.getUuid()]; }
      function fail() { throw Object.assign(new Error('no'), { code: 'C' }); }`;
    const [fresh, reused] = (['fresh', 'reused'] as const).map(
      (realm) => new Project({ program: compile([{ name: 'Code', code }], { realm }) }),
    ) as [Project, Project];
    for (let turn = 0; turn < 3; turn += 1) expect(reused.run('main', [turn])).toEqual(fresh.run('main', [turn]));
    expect(thrownBy(() => reused.run('fail'))).toMatchObject({ message: 'no', code: 'C' });
  });

  test('keeps nested executions apart', () => {
    const code =
      "let own = ''; function main(name) { own = name; PropertiesService.getScriptProperties().getKeys(); return own + Logger.log(name).getLog().split(' ').pop(); }";
    const project = new Project({ program: compile([{ name: 'Code', code }], { realm: 'reused' }) });
    const inner: unknown[] = [];
    project.interceptor = {
      decide({ execution }) {
        if (execution.id === 1) inner.push(project.run('main', ['inner']));
        return {};
      },
    };
    expect(project.run('main', ['outer'])).toBe('outerouter\n');
    expect(inner).toEqual(['innerinner\n']);
  });
});

describe('CallInterceptor', () => {
  const run = (decision: ReturnType<CallInterceptor['decide']>, code = write) => {
    const seen: string[] = [];
    const project = projectOf(
      `function main() { try { ${code} } catch (e) { console.log(String(e)); throw e; } return 'done'; }`,
      {
        interceptor: {
          decide(call) {
            seen.push(`${call.service}.${call.method}`);
            return decision;
          },
        },
      },
    );
    let result: unknown;
    try {
      result = project.run('main');
    } catch (error) {
      result = String(error);
    }
    return { project, result, seen, keys: [...project.properties.keys()].join('') };
  };

  test('sees every call with its plain arguments', () => {
    const calls: ServiceCall[] = [];
    const project = projectOf(`function main() { ${write} LockService.getScriptLock().tryLock(5); }`, {
      interceptor: {
        decide(call) {
          calls.push(call);
          return {};
        },
      },
    });
    project.run('main');
    expect(calls.map(({ service, method, args }) => [service, method, JSON.stringify(args)])).toEqual([
      ['PropertiesService', 'setProperties', '["script",{"a":"1","b":"2","c":"3"},false]'],
      ['LockService', 'tryLock', '["script",5]'],
    ]);
    expect(project.lastExecution?.calls).toEqual(['PropertiesService.setProperties', 'LockService.tryLock']);
  });

  test('kills before, in the middle of and after the effect; the script cannot tidy up', () => {
    for (const [effect, keys] of [
      ['none', ''],
      [{ first: 2 }, 'ab'],
      ['whole', 'abc'],
    ] as const) {
      const {
        project,
        result,
        seen,
        keys: written,
      } = run({ effect, outcome: 'kill' }, `try { ${write} } finally { ${write} }`);
      expect(seen).toEqual(['PropertiesService.setProperties']);
      expect(result).toBe('ExecutionKilled: The execution was ended.');
      expect(written).toBe(keys);
      expect(project.log).toEqual([]);
    }
  });

  test('makes a call fail, with or without its effect', () => {
    expect(run({ effect: 'none', outcome: { throws: 'Server error.' } })).toMatchObject({
      result: 'Exception: Server error.',
      keys: '',
    });
    expect(run({ outcome: { throws: 'Server error.' } })).toMatchObject({
      result: 'Exception: Server error.',
      keys: 'abc',
    });
  });

  test('answers in place of the service', () => {
    const { result } = run(
      { effect: 'none', outcome: { returns: false } },
      'return LockService.getScriptLock().tryLock(1);',
    );
    expect(result).toBe(false);
  });

  test('sets how long a call takes', () => {
    const { project } = run({ latencyMs: 40 });
    expect(project.clock.now() - Date.parse('2026-03-02T09:00:00Z')).toBe(40);
  });

  test('runs another execution inside a call, before or after its effect', () => {
    const code = `function outer() { PropertiesService.getScriptProperties().setProperty('by', 'outer'); }
      function inner() { return PropertiesService.getScriptProperties().getProperty('by'); }`;
    const seen: unknown[] = [];
    const project = projectOf(code);
    const nest = ({ execution }: ServiceCall): void => {
      if (execution.functionName === 'outer') seen.push(project.run('inner'));
    };
    project.interceptor = {
      decide(call) {
        nest(call);
        return {};
      },
      answered: nest,
    };
    project.run('outer');
    expect(seen).toEqual([null, 'outer']);
  });

  test('that fails itself fails the run loudly', () => {
    const project = projectOf(`function main() { try { ${write} } catch (e) {} }`, {
      interceptor: {
        decide() {
          throw new Error('broken interceptor');
        },
      },
    });
    expect(() => project.run('main')).toThrow('broken interceptor');
    const trigger = project.triggers.add('main', project.user, { clock: { afterMs: 0 } }, 0);
    expect(() => {
      project.fire(trigger, []);
    }).toThrow('broken interceptor');
  });
});

function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
