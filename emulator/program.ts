import { compileFunction, type Context, createContext, Script } from 'node:vm';
import type { Bridge } from './facade/bridge';
import type { Compile } from './facade/google';
import type { RealmEntry } from './facade/install';
import type { RunOutcome } from './facade/invoke';
import { type Native, native } from './native';
import { silenceRejections } from './silent-rejections';
import { topLevelNames } from './top-level';

/** One file of a project as pushed: `name` has no extension and may hold a folder ("lib/format"). */
export interface SourceFile {
  readonly name: string;
  readonly code: string;
}

export interface ProgramOptions {
  /** The services' facade, from `bundled('facade/install.ts', 'realm')`. */
  readonly facade: string;
  /**
   * `fresh`: every execution gets a realm of its own, as in Apps Script. `reused`: many executions share one realm; the
   * sources run anew as one function body each time, so their own state is fresh, what they change on built-ins or on
   * the global object is not. A hundred times faster. @default 'fresh'
   */
  readonly realm?: 'fresh' | 'reused';
  /** Whether `eval` and `new Function` work, as they do in Apps Script; without them code stays checkable. @default false */
  readonly allowEval?: boolean;
  /**
   * Real milliseconds after which a run is ended, for loops that make no service call. Costs 50 µs a run.
   * @default none
   */
  readonly stuckAfterMs?: number;
}

/** A reused realm holds on to what its executions leave behind, until collecting that takes longer than they do. */
const EXECUTIONS_IN_A_REALM = 1_000;

/** What ended a run that took too long in real time. */
export const STUCK = 'Exceeded maximum execution time';

/**
 * A project's sources, compiled once, run any number of times. All files share one global scope, and all top-level code
 * runs in every execution. The realm has ECMAScript's globals and Google's, no others.
 */
export class Program {
  /** Names of top-level functions, and of variables that may hold one, in source order. */
  readonly names: readonly string[];
  readonly #options: ProgramOptions;
  readonly #facade: Script;
  readonly #files: readonly Script[];
  readonly #whole: Script;
  readonly #starters = new Map<string, Script>();
  #shared: SharedRealm | undefined;

  /** @throws {@link SyntaxError} a file does not parse; the message names file and line */
  constructor(sources: readonly SourceFile[], options: ProgramOptions) {
    this.#options = options;
    this.names = topLevelNames(sources);
    this.#facade = new Script(
      `(bridge, native, compile) => { 'use strict'; ${options.facade}\nreturn bundle_.install(bridge, native, compile); }`,
      {
        filename: 'apps-script-services',
      },
    );
    this.#files = sources.map(({ name, code }) => new Script(code, { filename: name }));
    const getters = this.names.map((name) => `${name}: () => ${name}`).join(', ');
    const [only] = sources;
    this.#whole = new Script(
      `(function () {${sources.map(({ code }) => code).join('\n')}\nreturn { ${getters} };\n})`,
      {
        filename: sources.length === 1 && only ? only.name : 'project',
      },
    );
  }

  /** One execution: top-level code, then this function. Returns when both are done, promises settled. */
  run(functionName: string, args: readonly unknown[], bridge: Bridge): RunOutcome {
    return this.#options.realm === 'reused'
      ? this.#runInSharedRealm(functionName, args, bridge)
      : this.#runInFreshRealm(functionName, args, bridge);
  }

  #runInFreshRealm(functionName: string, args: readonly unknown[], bridge: Bridge): RunOutcome {
    const { context, entry } = this.#makeRealm(bridge);
    const head = functionName.split('.')[0] ?? '';
    return this.#guarded(entry, (report) => {
      for (const file of this.#files) file.runInContext(context, this.#limits());
      const known = this.names.includes(head);
      context['run_'] = (valueOfHead: () => unknown) => {
        entry.invoke((name) => (known && name === head ? valueOfHead() : undefined), functionName, args, report);
      };
      this.#starter(known ? head : 'undefined').runInContext(context, this.#limits());
    });
  }

  #runInSharedRealm(functionName: string, args: readonly unknown[], bridge: Bridge): RunOutcome {
    const isWornOut = (this.#shared?.executions ?? 0) >= EXECUTIONS_IN_A_REALM && this.#shared?.bridges.length === 0;
    const shared = this.#shared === undefined || isWornOut ? this.#makeSharedRealm() : this.#shared;
    this.#shared = shared;
    shared.executions++;
    const { context, entry, bridges, load } = shared;
    bridges.push(bridge);
    try {
      return this.#guarded(entry, (report) => {
        context['run_'] = () => {
          const names = load();
          entry.invoke(
            (name) => (Object.hasOwn(names, name) ? names[name]?.() : undefined),
            functionName,
            args,
            report,
          );
        };
        this.#starter('undefined').runInContext(context, this.#limits());
      });
    } finally {
      bridges.pop();
    }
  }

  /** What is thrown outside the called function, by top-level code or by the guard, ends the run too. */
  #guarded(entry: RealmEntry, run: (report: (outcome: RunOutcome) => void) => void): RunOutcome {
    let outcome: RunOutcome = { value: undefined };
    try {
      run((reported) => {
        outcome = reported;
      });
    } catch (error) {
      const stuck = (error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      const thrown = entry.describe(error);
      outcome = { thrown: stuck ? { name: 'ExecutionKilled', message: STUCK, stack: '', properties: '{}' } : thrown };
    }
    return outcome;
  }

  #makeRealm(bridge: Bridge): { context: Context; entry: RealmEntry } {
    const allowed = this.#options.allowEval === true;
    const context = createContext(
      {},
      { codeGeneration: { strings: allowed, wasm: allowed }, microtaskMode: 'afterEvaluate' },
    );
    const install = this.#facade.runInContext(context) as (...given: [Bridge, Native, Compile]) => RealmEntry;
    const compile: Compile = (body, parameters) =>
      compileFunction(body, [...parameters], { parsingContext: context }) as ReturnType<Compile>;
    const entry = install(bridge, native, compile);
    silenceRejections(entry.promisePrototype);
    return { context, entry };
  }

  /** Executions nest, so the bridge in use is always the last one. */
  #makeSharedRealm(): SharedRealm {
    const bridges: Bridge[] = [];
    const current = (): Bridge => bridges[bridges.length - 1] as Bridge;
    const { context, entry } = this.#makeRealm({
      get execution() {
        return current().execution;
      },
      get info() {
        return current().info;
      },
      call: (service, method, args) => current().call(service, method, args),
      now: () => current().now(),
      random: () => current().random(),
      uuid: () => current().uuid(),
      log: (severity, message, payload) => {
        current().log(severity, message, payload);
      },
    });
    const load = this.#whole.runInContext(context) as () => Record<string, () => unknown>;
    return { context, entry, bridges, load, executions: 0 };
  }

  /**
   * A call from outside would leave promises unsettled; a script's evaluation settles them before it returns. So the
   * start of an execution is a script. It takes its hook away before anything of the project runs.
   */
  #starter(head: string): Script {
    let starter = this.#starters.get(head);
    if (!starter) {
      const value = `() => (typeof ${head} === 'undefined' ? undefined : ${head})`;
      starter = new Script(`{ const start = run_; delete globalThis.run_; start(${value}); }`);
      this.#starters.set(head, starter);
    }
    return starter;
  }

  #limits(): { timeout?: number } {
    return this.#options.stuckAfterMs === undefined ? {} : { timeout: this.#options.stuckAfterMs };
  }
}

interface SharedRealm {
  readonly context: Context;
  readonly entry: RealmEntry;
  readonly bridges: Bridge[];
  /** Runs all top-level code and gives the way to each name. */
  readonly load: () => Record<string, () => unknown>;
  /** How many have run in it. */
  executions: number;
}
