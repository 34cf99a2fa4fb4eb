import type { SimulationReport } from './main';

const ASSUMPTIONS: readonly (readonly [assumption: string, otherwise: string])[] = [
  ['Chat honours requestId on webhooks', 'a message whose answer was lost may stand in the space twice; none is lost'],
  [
    'A script property that was written is read by every execution from then on',
    'an execution may repeat what another has just delivered',
  ],
  [
    'A call that writes several properties leaves a part of them, in order, when it is cut off',
    'a schedule’s mark could be kept without its message',
  ],
];

/** Whether everything held. */
export const holds = ({ seeds, kills, plants, withoutRequestId }: SimulationReport): boolean =>
  seeds.failures.size === 0 &&
  kills.every(({ failures }) => failures.length === 0) &&
  plants.every(({ seed }) => seed !== undefined) &&
  withoutRequestId.others === 0;

/** The report as lines of text. */
export function reportLines({ bundle, seeds, kills, plants, withoutRequestId }: SimulationReport): string[] {
  const days = (seeds.virtualMs / 86_400_000).toFixed(1);
  const injected = Object.values(seeds.faults).reduce((sum, count) => sum + count, 0);
  return [
    `Script ${bundle}: ${seeds.seeds} seeds, ${seeds.calls} service calls, ${seeds.messages} messages, ${days} virtual days, ${injected} faults; ${seeds.failures.size} failed`,
    ...[...seeds.failures]
      .slice(0, 10)
      .map(([seed, breach]) => `  seed ${seed}: ${breach}   (npm run simulate -- --seed ${seed})`),
    ...kills.map(({ scenarios, runs, failures }) =>
      `Kills: ${runs} runs of ${scenarios} scenarios; ${failures.length} failed ${failures.slice(0, 3).join('; ')}`.trim(),
    ),
    `Planted bugs: ${plants.filter(({ seed }) => seed !== undefined).length} of ${plants.length} found`,
    ...plants.filter(({ seed }) => seed === undefined).map(({ name }) => `  not found: ${name}`),
    `Chat without requestId: ${withoutRequestId.duplicates} of ${withoutRequestId.seeds} seeds show a duplicate, ${withoutRequestId.others} anything else`,
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
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Simulation</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0;border-bottom:1px solid #ddd}</style></head>
<body><h1>Simulation: ${holds(report) ? 'everything held' : 'something broke'}</h1>
<ul>${reportLines(report)
    .map((line) => `<li>${escapeHtml(line)}</li>`)
    .join('')}</ul>
${table(
  'Faults',
  ['kind', 'times'],
  Object.entries(seeds.faults).sort(([, a], [, b]) => b - a),
)}
${table(
  'Branches reached',
  ['mark', 'times'],
  Object.entries(seeds.marks).sort(([, a], [, b]) => b - a),
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
