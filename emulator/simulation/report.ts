import type { Tally } from './faults';
import type { SeedsReport, SimulationReport } from './main';

/** As docs/delivery.md lists them; a test holds the two together. */
export const ASSUMPTIONS: readonly (readonly [assumption: string, otherwise: string])[] = [
  [
    'Chat honours requestId on webhooks, for as long as a delivery may wait',
    'a message whose answer was lost may stand in the space twice; none is lost',
  ],
  ['A 429 made no message', 'it is repeated with the same requestId, so the first assumption covers it'],
  [
    'A property that was written is seen by every execution from then on',
    'a drain sends again what is done; a send may overtake what waits in its lane',
  ],
  [
    'setProperties may be cut short by a kill, but writes no value by halves',
    'the deliveries of a half value are left, not sent',
  ],
  ['A killed execution does nothing more', 'as two drains at once: the rules hold'],
  [
    'Clocks of two executions differ by seconds, not minutes',
    'order holds wherever the store was read before; a lease may be taken too early or too late',
  ],
  [
    'A replaced webhook link means another memory of requestIds',
    'a message whose answer was lost before the link was replaced may stand there twice',
  ],
];

/**
 * Branches that some seed must reach, or nothing was shown about them. `budget-empty` and `progress-trimmed` take more
 * messages than a seed has: test/delivery/retry.test.ts and test/delivery/progress.test.ts show those.
 */
const RECOVERIES = [
  'aged-out', 'ballast-freed', 'batch-threw', 'breaker-closed', 'breaker-disabled', 'breaker-half-open', 'breaker-open',
  'clock-went-back', 'dead-area-full', 'discarded', 'drain-failed', 'folded', 'garbage-skipped', 'group-collected', 'held', 'ignored', 'lease-busy',
  'lease-lapsed', 'lock-busy', 'outcome-unknown', 'poison', 'queued-behind-lane', 'quota-resumed', 'quota-stop', 'redriven',
  'retry-401', 'retry-429', 'retry-5xx', 'retry-after', 'slow-poison', 'slow-space', 'standby-takeover', 'store-full',
  'store-refused', 'stored-on-failure',
]; // prettier-ignore

/** With so many nested seeds every branch must be reached; fewer may miss the rare ones. */
const SEEDS_FOR_ALL_BRANCHES = 2_000;

/** Recovery branches that no seed has reached. */
const unreached = (seeds: readonly SeedsReport[]): string[] =>
  RECOVERIES.filter((mark) => seeds.every(({ marks }) => marks[mark] === undefined));

const isEnough = (seeds: readonly SeedsReport[]): boolean =>
  seeds.some((report) => report.mode === 'nested' && report.seeds >= SEEDS_FOR_ALL_BRANCHES);

/** Whether everything held, and with enough seeds every branch was reached. */
export const holds = ({ seeds, repeats, kills, plants, withoutRequestId }: SimulationReport): boolean =>
  seeds.every(({ failures }) => failures.size === 0) &&
  (!isEnough(seeds) || unreached(seeds).length === 0) &&
  repeats.differing.length === 0 &&
  kills.every(({ failures }) => failures.length === 0) &&
  plants.every(({ seed }) => seed !== undefined) &&
  withoutRequestId.others === 0;

const sum = (tally: Tally) => Object.values(tally).reduce((total, count) => total + count, 0);

/** What many seeds came to, as lines of text. */
export function seedLines({ mode, seeds, calls, messages, virtualMs, faults, failures }: SeedsReport): string[] {
  const days = (virtualMs / 86_400_000).toFixed(1);
  return [
    `${seeds} ${mode} seeds: ${calls} service calls, ${messages} messages, ${days} virtual days, ${sum(faults)} faults; ${failures.size} failed`,
    ...[...failures]
      .slice(0, 10)
      .map(([seed, breach]) => `  seed ${seed}: ${breach}   (npm run simulate -- --seed ${seed} --mode ${mode})`),
  ];
}

/** The report as lines of text. */
export function reportLines(report: SimulationReport): string[] {
  const { bundle, seeds, repeats, kills, plants, withoutRequestId } = report;
  const missing = unreached(seeds);
  return [
    `Script ${bundle}`,
    ...seeds.flatMap(seedLines),
    `Run twice: ${repeats.seeds} seeds, ${repeats.differing.length} differ ${repeats.differing.slice(0, 3).join(', ')}`.trim(),
    ...kills.map(({ scenarios, runs, failures }) =>
      `Kills: ${runs} runs of ${scenarios} scenarios; ${failures.length} failed ${failures.slice(0, 3).join('; ')}`.trim(),
    ),
    `Planted bugs: ${plants.filter(({ seed }) => seed !== undefined).length} of ${plants.length} found`,
    ...plants.filter(({ seed }) => seed === undefined).map(({ name }) => `  not found: ${name}`),
    `Chat without requestId: ${withoutRequestId.duplicates} of ${withoutRequestId.seeds} seeds show a duplicate, ${withoutRequestId.others} anything else`,
    `Recovery branches: ${RECOVERIES.length - missing.length} of ${RECOVERIES.length} reached${missing.length > 0 ? `; not ${missing.join(', ')}` : ''}`,
    ...(isEnough(seeds)
      ? []
      : [`Fewer than ${SEEDS_FOR_ALL_BRANCHES} nested seeds: that all branches are reached was not required`]),
  ];
}

/** The report as a page. */
export function reportPage(report: SimulationReport): string {
  const { seeds, plants } = report;
  const rows = (entries: readonly (readonly unknown[])[]) =>
    entries
      .map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`)
      .join('\n');
  const table = (title: string, head: readonly string[], entries: readonly (readonly unknown[])[]) =>
    `<h2>${title}</h2>\n<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>\n${rows(entries)}\n</tbody></table>`;
  const tallies = (title: string, kind: string, each: readonly Tally[]) =>
    table(
      title,
      [kind, ...seeds.map(({ mode }) => mode)],
      [...new Set(each.flatMap((tally) => Object.keys(tally)))]
        .sort()
        .map((key) => [key, ...each.map((tally) => tally[key] ?? 0)]),
    );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Simulation</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0;border-bottom:1px solid #ddd}</style></head>
<body><h1>Simulation: ${holds(report) ? 'everything held' : 'something broke'}</h1>
<ul>${reportLines(report)
    .map((line) => `<li>${escapeHtml(line)}</li>`)
    .join('')}</ul>
${tallies(
  'Faults',
  'kind',
  seeds.map(({ faults }) => faults),
)}
${tallies(
  'Branches reached',
  'mark',
  seeds.map(({ marks }) => marks),
)}
${table(
  'Planted bugs',
  ['bug', 'found by seed', 'as'],
  plants.map(({ name, seed, breach }) => [name, seed ?? 'not found', breach]),
)}
${table('Assumed', ['that', 'otherwise'], ASSUMPTIONS)}
</body></html>
`;
}

const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
