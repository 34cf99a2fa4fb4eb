import type { Project } from './project';

/**
 * Calls a function as `google.script.run` does from a page: arguments and result are primitives, null, plain objects and
 * arrays of those, copied; names that end in an underscore cannot be called.
 *
 * @throws {@link TypeError} an argument cannot be carried; nothing is run
 * @throws as Project.run
 */
export function callFromPage(project: Project, functionName: string, args: readonly unknown[]): unknown {
  args.forEach((value, index) => {
    refuseIllegal(value, String(index), []);
  });
  return project.run(functionName, args, { kind: 'page' }) ?? null;
}

function refuseIllegal(value: unknown, property: string, within: readonly unknown[]): void {
  const kind = Object.prototype.toString.call(value);
  const plain = kind === '[object Object]' || kind === '[object Array]';
  const primitive =
    (typeof value !== 'object' && !['function', 'symbol', 'bigint'].includes(typeof value)) || value === null;
  if ((!plain && !primitive) || within.includes(value))
    throw new TypeError(`Failed due to illegal value in property: ${property}`);
  if (plain) for (const [key, entry] of Object.entries(value as object)) refuseIllegal(entry, key, [...within, value]);
}
