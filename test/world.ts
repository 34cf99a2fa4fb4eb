import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '../emulator/clock';
import type { Network, OutgoingRequest, Outcome } from '../emulator/network';
import type { ExecutionOptions } from '../emulator/execution';
import { compile, type Manifest, Project, type ProjectOptions } from '../emulator/project';

export interface WorldOptions extends Omit<ProjectOptions, 'sources' | 'program' | 'clock' | 'network'> {
  /** When the world begins, an ISO instant. @default '2026-03-02T09:00:00Z' */
  readonly now?: string;
}

const DIST = join(__dirname, '..', 'dist');

// Compiled once per test file; every world has a project of its own.
let shipped: { program: ReturnType<typeof compile>; manifest: Manifest } | undefined;

function load() {
  return (shipped ??= {
    program: compile([{ name: 'Code', code: readFileSync(join(DIST, 'Code.js'), 'utf8') }]),
    manifest: JSON.parse(readFileSync(join(DIST, 'appsscript.json'), 'utf8')) as Manifest,
  });
}

/**
 * The shipped code in an Apps Script project of its own, with a Chat in the same process and a clock that moves only when
 * told.
 */
export function createWorld(options: WorldOptions = {}) {
  const { program, manifest } = load();
  const clock = new VirtualClock(options.now);
  const chat = new StandInChat();
  const project = new Project({ manifest, ...options, program, clock, network: chat });
  return {
    /** The project itself: triggers, quotas, scopes, services. */
    project,
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

/** Accepts everything, once per requestId. Gives way to the emulated Chat. */
class StandInChat implements Network {
  readonly messages: Record<string, unknown>[] = [];
  readonly requests: OutgoingRequest[] = [];
  readonly #byRequestId = new Map<string, Record<string, unknown>>();

  addSpace(name: string): string {
    return `https://chat.googleapis.com/v1/spaces/${name}/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN_${name}`;
  }

  exchange(batch: readonly OutgoingRequest[]): Outcome[] {
    return batch.map((request) => {
      this.requests.push(request);
      const { pathname, searchParams } = new URL(request.url);
      const space = pathname.replace(/^\/v1\//, '').replace(/\/messages$/, '');
      const requestId = searchParams.get('requestId') ?? String(this.requests.length);
      let message = this.#byRequestId.get(requestId);
      if (!message) {
        const id = String(this.messages.length + 1);
        message = {
          ...(JSON.parse(Buffer.from(request.body).toString()) as object),
          name: `${space}/messages/${id}.${id}`,
          thread: { name: `${space}/threads/${id}` },
        };
        this.messages.push(message);
        this.#byRequestId.set(requestId, message);
      }
      return {
        kind: 'answer',
        status: 200,
        headers: [['Content-Type', 'application/json; charset=UTF-8']],
        body: Buffer.from(JSON.stringify(message)),
        tookMs: 0,
      };
    });
  }
}
