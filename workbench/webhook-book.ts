import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build';
import { Failure } from './failure';
import { nearest } from './nearest';

/** The git-ignored file that may name webhooks: `{ "ops": "https://chat.googleapis.com/…" }`. */
export const webhooksFile = '.webhooks.json';

/** Environment variables that name webhooks begin so: CHAT_COURIER_WEBHOOK_OPS. */
const prefix = 'CHAT_COURIER_WEBHOOK_';

/** A webhook by the name it is sent under. */
export interface NamedWebhook {
  readonly name: string;
  readonly url: string;
}

/**
 * Finds the webhook that `--to` means: a link itself, or the name of one in the environment or in .webhooks.json.
 *
 * @throws {@link Failure} `configuration`: no webhook has that name, or .webhooks.json is not what it should be
 */
export function findWebhook(
  to: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  folder: string = root,
): NamedWebhook {
  if (/^https?:/i.test(to.trim())) return { name: 'link', url: to };
  const variable = prefix + to.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  const file = readFile(join(folder, webhooksFile));
  const url = environment[variable] ?? (Object.hasOwn(file, to) ? file[to] : undefined);
  if (url !== undefined && url !== '') return { name: to, url };
  const names = [
    ...Object.keys(file),
    ...Object.keys(environment)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length).toLowerCase()),
  ];
  const meant = nearest(to, names);
  throw new Failure(
    'configuration',
    `No webhook is called "${to}".${names.length === 0 ? '' : ` There are: ${names.join(', ')}.`}`,
    meant === undefined
      ? `Put its link into the environment variable ${variable}, or into ${webhooksFile}: { "${to}": "<the link from Chat>" }.`
      : `Did you mean --to ${meant}?`,
  );
}

function readFile(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {};
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw unreadable(`${webhooksFile} is no JSON.`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw unreadable(`${webhooksFile} is no JSON object.`);
  for (const [name, link] of Object.entries(data))
    if (typeof link !== 'string') throw unreadable(`The link of "${name}" in ${webhooksFile} is no text.`);
  return data as Readonly<Record<string, string>>;
}

const unreadable = (problem: string) =>
  new Failure('configuration', problem, 'It should look like { "ops": "<the link from Chat>" }.');
