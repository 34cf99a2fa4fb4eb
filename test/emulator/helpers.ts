import type { Network, OutgoingRequest, Outcome } from '../../emulator/network';
import { Project, type ProjectOptions } from '../../emulator/project';

/** A project of one file. Functions take no arguments unless a test passes some. */
export const projectOf = (code: string, options: ProjectOptions = {}): Project =>
  new Project({ sources: [{ name: 'Code', code }], ...options });

/** Runs one expression in a project's execution and returns its value as JSON has it. */
export const evaluate = (expression: string, options: ProjectOptions = {}): unknown =>
  projectOf(`function main() { return ${expression}; }`, options).run('main');

/** The message of what an expression throws, with its name. */
export function refusal(expression: string, options: ProjectOptions = {}): string {
  try {
    evaluate(expression, options);
  } catch (error) {
    return String(error);
  }
  return 'nothing was thrown';
}

/** A network of one server, which is a function. It keeps what it received. */
export class ServerStub implements Network {
  readonly received: OutgoingRequest[] = [];

  constructor(
    private readonly serve: (request: OutgoingRequest) => {
      status?: number;
      headers?: readonly (readonly [string, string])[];
      body?: string | Uint8Array;
      fails?: 'dns' | 'unreachable' | 'timeout';
    } = () => ({}),
    private readonly tookMs = 0,
  ) {}

  exchange(batch: readonly OutgoingRequest[]): Outcome[] {
    return batch.map((request) => {
      this.received.push(request);
      const { status = 200, headers = [], body = '', fails } = this.serve(request);
      if (fails) return { kind: fails, tookMs: this.tookMs };
      return { kind: 'answer', status, headers, body: Buffer.from(body), tookMs: this.tookMs };
    });
  }
}
