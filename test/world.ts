import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chat, type ChatOptions } from '../emulator/chat/chat';
import { chatNetwork, type ChatNetworkOptions } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { ExecutionOptions } from '../emulator/execution';
import { compile, type Manifest, Project, type ProjectOptions } from '../emulator/project';

export interface WorldOptions extends Omit<ProjectOptions, 'sources' | 'program' | 'clock' | 'network'> {
  /** When the world begins, an ISO instant. @default '2026-03-02T09:00:00Z' */
  readonly now?: string;
  /** A file of the user's own beside the shipped one. @default none */
  readonly script?: string;
  /** @default Chat's own defaults */
  readonly chat?: ChatOptions;
  /** How long Chat takes, and who serves other addresses. @default at once; no other address exists */
  readonly network?: ChatNetworkOptions;
}

const DIST = join(__dirname, '..', 'dist');

// A loop that never ends fails its test instead of hanging the suite.
const GUARD = { stuckAfterMs: 30_000 };

// Compiled once per test file; every world has a project of its own.
let shipped: { code: string; program: ReturnType<typeof compile>; manifest: Manifest } | undefined;

function load() {
  const code = shipped?.code ?? readFileSync(join(DIST, 'Code.js'), 'utf8');
  return (shipped ??= {
    code,
    program: compile([{ name: 'Code', code }], GUARD),
    manifest: JSON.parse(readFileSync(join(DIST, 'appsscript.json'), 'utf8')) as Manifest,
  });
}

/**
 * The shipped code in an Apps Script project of its own, with a Chat in the same process and a clock that moves only when
 * told.
 */
export function createWorld(options: WorldOptions = {}) {
  const { code, program: shippedProgram, manifest } = load();
  const { now, script, chat: chatOptions, network, ...projectOptions } = options;
  const program =
    script === undefined
      ? shippedProgram
      : compile(
          [
            { name: 'Code', code },
            { name: 'Own', code: script },
          ],
          GUARD,
        );
  const clock = new VirtualClock(now);
  const chat = new Chat(chatOptions);
  const project = new Project({ manifest, ...projectOptions, program, clock, network: chatNetwork(chat, network) });
  return {
    /** The project itself: triggers, quotas, scopes, services. */
    project,
    /** The Chat that the code posts to: its spaces, messages, requests, faults. */
    chat,
    clock,
    /** Script Properties, as a person sees and edits them in Project Settings. */
    properties: project.properties,
    /** Runs a top-level function as Apps Script would: fresh globals, arguments and result copied as JSON. */
    run: (functionName: string, ...args: readonly unknown[]): unknown => project.run(functionName, args),
    /** As run, but started by a page, a menu, a trigger, … */
    runAs: (execution: ExecutionOptions, functionName: string, ...args: readonly unknown[]): unknown =>
      project.run(functionName, args, execution),
    /** Puts a webhook's URL where a person would, for a space of this world's Chat. @returns the URL */
    setWebhook(name: string, space = name): string {
      const url = chat.addSpace(space);
      project.properties.set(`webhook.${name}`, url);
      return url;
    },
    /** Moves the clock on; clock triggers run when they come due. */
    advance(durationMs: number): void {
      project.advance(durationMs);
    },
    /** The execution log's lines, oldest first. */
    get log(): string[] {
      return project.log.map(({ message }) => message);
    },
    /** The service calls of the last run: ["PropertiesService.getProperties", …] */
    get calls(): readonly string[] {
      return project.lastExecution?.calls ?? [];
    },
  };
}

export type World = ReturnType<typeof createWorld>;
