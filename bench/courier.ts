// Chat Courier sends messages, in a process of its own, in real time: the pushed script in an emulated project whose
// UrlFetchApp calls the local Chat. The plan is that of peers.mjs, and `stateFile`: the script properties, which are
// Google's and outlive the process. Prints what peers.mjs prints.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { RealClock } from '../emulator/clock';
import { httpNetwork } from '../emulator/http-network';
import { compile, Project } from '../emulator/project';
import { RandomStream } from '../emulator/random';
import type { Plan } from './race';
import { callMs, manifest, sources } from './shipped';

const MINUTE_MS = 60_000;

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan;
const { origin } = new URL(Object.values(plan.webhooks)[0] ?? '');
const random = new RandomStream(String(process.pid));
const clock = new RealClock();
const project = new Project({
  program: compile(sources),
  manifest,
  clock,
  network: httpNetwork({ chatUrl: origin }),
  latencyMs: (call) => callMs(call, random),
  account: 'workspace',
  interceptor: {
    decide: () => ({}),
    answered({ service, method }) {
      if (service === 'PropertiesService' && /^(set|delete)/.test(method)) save();
    },
  },
});
const { properties } = project;

function save(): void {
  writeFileSync(plan.stateFile, JSON.stringify([...properties]));
}

if (existsSync(plan.stateFile)) {
  const saved = JSON.parse(readFileSync(plan.stateFile, 'utf8')) as [string, string][];
  for (const [key, value] of saved) properties.set(key, value);
}
for (const [space, url] of Object.entries(plan.webhooks)) {
  properties.set(`webhook.${space}`, url.replace(origin, 'https://chat.googleapis.com'));
}

console.log('start');
// After a restart everything is handed over again, with the same ids: what has gone already is recognised.
const items = plan.messages.map(([space, text]) => ({ to: space, message: text, id: text.trim().slice(0, 40) }));
const results = project.run('sendAll', [items]) as { status: string }[];
while ([...properties.keys()].some((key) => key.startsWith('cc/o/'))) {
  clock.waitUntil(Math.ceil((clock.now() + 1) / MINUTE_MS) * MINUTE_MS);
  project.run('tick', [], { kind: 'trigger' });
}
console.log(
  JSON.stringify(plan.messages.filter((_, index) => results[index]?.status === 'refused').map(([, text]) => text)),
);
process.exit(0);
