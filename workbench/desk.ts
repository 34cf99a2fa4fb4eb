import type { Project } from '../emulator/project';
import type { LiveClock } from './live-clock';
import type { Orders, Values } from './orders';

/** A request to the workbench's own API. */
export interface DeskRequest {
  readonly method: string;
  /** "/workbench/v1/sheet/C4" */
  readonly path: string;
  readonly body: string;
}

export interface DeskAnswer {
  readonly status: number;
  /** JSON data. */
  readonly body: object;
}

const DAY_MS = 24 * 3_600_000;

/**
 * What one can do to the workbench's project by its API, under /workbench/v1: look at the example sheet and edit it, and
 * move the clock to the next trigger. docs/local-chat.md describes it.
 */
export class Desk {
  constructor(
    private readonly project: Project,
    private readonly clock: LiveClock,
    private readonly orders: Orders,
  ) {}

  /** Never throws: a request that cannot be served must not end the workbench. */
  answer(request: DeskRequest): DeskAnswer {
    try {
      return this.serve(request);
    } catch (error) {
      return problem(400, error instanceof Error ? error.message : String(error));
    }
  }

  private serve({ method, path, body }: DeskRequest): DeskAnswer {
    const [, cell] = /^\/workbench\/v1\/sheet\/([^/]+)$/.exec(path) ?? [];
    if (method === 'GET' && path === '/workbench/v1/sheet')
      return { status: 200, body: { values: this.orders.values } };
    if (method === 'PUT' && cell !== undefined) return this.edit(decodeURIComponent(cell), body);
    if (method === 'POST' && path === '/workbench/v1/triggers/next') return this.runNext();
    return problem(404, `There is no ${method} ${path}. There are ${ROUTES}.`);
  }

  /**
   * Runs the triggers that are due. Never throws: a fault of the emulator's is told, and must not end the workbench.
   *
   * @param tell - hears of a fault; what the script throws is in its log
   */
  runDue(tell: (problem: string) => void): void {
    try {
      this.project.advance(0);
    } catch (error) {
      tell(`A trigger could not be run. ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private edit(cell: string, body: string): DeskAnswer {
    const values = readValues(body);
    if (values === undefined)
      return problem(
        400,
        'Expected a JSON body: {"value":"Late"}, or {"values":[["Late",1400]]} with rows of one length.',
      );
    const area = this.orders.edit(cell, values);
    if (area === null)
      return problem(400, `Expected one cell such as C4, and values that end at Z1000 at most; got ${cell}.`);
    return { status: 200, body: { edited: area, values: this.orders.values } };
  }

  /** Moves the clock on to the next trigger and runs it. */
  private runNext(): DeskAnswer {
    const run = this.project.triggers.next(this.clock.now() + DAY_MS);
    if (run === null) return problem(409, 'No clock trigger is due within a day.');
    this.clock.skipTo(run.runsAt);
    this.project.runTrigger(run);
    return { status: 200, body: { ran: run.trigger.handler, at: new Date(run.runsAt).toISOString() } };
  }
}

const ROUTES = 'GET /workbench/v1/sheet, PUT /workbench/v1/sheet/{cell}, POST /workbench/v1/triggers/next';

const problem = (status: number, message: string): DeskAnswer => ({ status, body: { error: { message } } });

const isValue = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** A block of values: rows of one length, at least one cell. */
function readValues(body: string): Values | undefined {
  let data: { value?: unknown; values?: unknown } | null;
  try {
    data = JSON.parse(body) as typeof data;
  } catch {
    return undefined;
  }
  const values: unknown = data?.values ?? [[data?.value]];
  if (!Array.isArray(values) || !values.every((row) => Array.isArray(row) && row.every(isValue))) return undefined;
  const lengths = new Set(values.map((row: unknown[]) => row.length));
  return lengths.size === 1 && !lengths.has(0) ? (values as Values) : undefined;
}
