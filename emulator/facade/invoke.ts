/** Calls a script's function and brings out what came of it. Nothing but text leaves the realm. */

/** An error as it leaves an execution: its own data besides name, message and stack, as JSON. */
export interface ThrownData {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly properties: string;
}

/** How a run ended. `value` is JSON; undefined when the function returned nothing that JSON can say. */
export type RunOutcome = { readonly value: string | undefined } | { readonly thrown: ThrownData };

/**
 * @param resolve - gives the value of a top-level name, undefined when there is none
 * @param write - makes JSON of the result, undefined when there is nothing to give
 */
export function invoke(
  resolve: (name: string) => unknown,
  functionName: string,
  args: readonly unknown[],
  write: (result: unknown) => string | undefined,
  report: (outcome: RunOutcome) => void,
): void {
  try {
    const [head = '', ...path] = functionName.split('.');
    let receiver: unknown;
    let target = resolve(head);
    for (const key of path) {
      receiver = target;
      target = (target as Record<string, unknown> | null | undefined)?.[key];
    }
    if (typeof target !== 'function') throw new Error(`Script function not found: ${functionName}`);
    const result: unknown = Reflect.apply(target as () => unknown, receiver, args);
    const settle = (value: unknown): void => {
      report({ value: write(value) });
    };
    if (isThenable(result)) {
      result.then(settle, (error: unknown) => {
        report({ thrown: describe(error) });
      });
    } else settle(result);
  } catch (error) {
    report({ thrown: describe(error) });
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

const isError = (value: unknown): value is Error => Object.prototype.toString.call(value) === '[object Error]';

export function describe(error: unknown): ThrownData {
  if (!isError(error)) {
    const message = typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
    return { name: 'Error', message, stack: '', properties: JSON.stringify({ thrown: plain(error) }) };
  }
  return {
    name: String(error.name),
    message: String(error.message),
    stack: scriptStack(error),
    properties: JSON.stringify(ownData(error)),
  };
}

/** The stack down to the called function, without the services' own lines. */
function scriptStack(error: Error): string {
  const lines = String(error.stack).split('\n');
  const end = lines.findIndex((line) => /^ +at invoke \(apps-script-services/.test(line));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => !/^ +at .*apps-script-services/.test(line))
    .join('\n');
}

function ownData(error: Error): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(error)) {
    if (!['name', 'message', 'stack'].includes(key))
      data[key] = plain((error as unknown as Record<string, unknown>)[key]);
  }
  return data;
}

function plain(value: unknown): unknown {
  if (isError(value)) return { name: value.name, message: value.message, ...ownData(value) };
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}
