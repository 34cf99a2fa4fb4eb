import { randomUUID } from 'node:crypto';
import type { ChatClient } from '../emulator/chat/client';
import { httpNetwork } from '../emulator/http-network';
import type { Project } from '../emulator/project';
import { dist } from './build';
import { Orders, ORDERS_ID } from './orders';
import { rehearsalProject } from './rehearsal-project';

/** A message that the demo asks for. */
interface Wanted {
  /** The webhook's name. */
  readonly to: string;
  /** Its text, or its card's title; undefined for the bundle's own greeting. */
  readonly text: string | undefined;
  /** What the thread's key ends with; none when it is left out. */
  readonly threadKey?: string;
}

/** A message that arrived. */
export interface Arrived {
  /** "ops" */
  readonly to: string;
  readonly text: string;
  /** '' for none. */
  readonly threadKey: string;
}

/** What became of the demo. */
export interface DemoResult {
  readonly arrived: readonly Arrived[];
  /** What was sent and is not there exactly once, as sentences; empty when all is well. */
  readonly problems: readonly string[];
}

/** The webhooks of the demo, with the names of their spaces. */
const spaces: Readonly<Record<string, string>> = { default: 'Team', ops: 'Ops alerts', sales: 'Sales' };

const chatOrigin = 'https://chat.googleapis.com';

/** Longer than this nothing may wait. */
const patienceMs = 20_000;

/** Makes the demo's spaces and their webhooks. */
export async function addWebhooks(project: Project, chat: ChatClient): Promise<void> {
  for (const [name, space] of Object.entries(spaces)) {
    const link = await chat.addSpace(space);
    project.run('setWebhook', [name, link.replace(new URL(link).origin, chatOrigin)]);
  }
}

/**
 * Does through the bundle what a person would: runs quickstart, sends text and a card into threads, edits a cell of a
 * sheet; then looks at the Chat whether each message stands there exactly once. All this is done by a project of its own
 * with the same webhooks and a copy of the sheet.
 *
 * @param project - the one that stays; it sends nothing here
 * @param folder - where the script is
 */
export async function runDemo(
  project: Project,
  orders: Orders,
  chat: ChatClient,
  folder: string = dist,
): Promise<DemoResult> {
  const { length: before } = await chat.messages();
  const network = httpNetwork({ chatUrl: chat.url });
  try {
    const { clock } = project;
    // Its chance is new each time, as the project's own is: two runs must not give two messages the same id.
    const demo = rehearsalProject({ network, clock, boundTo: ORDERS_ID, seed: randomUUID() }, folder);
    for (const name of Object.keys(spaces)) {
      const key = `webhook.${name}`;
      demo.properties.set(key, project.properties.get(key) ?? '');
    }
    send(demo, new Orders(demo, orders.values));
  } finally {
    network.close();
  }
  return compare((await chat.messages()).slice(before));
}

function send(project: Project, orders: Orders): void {
  project.run('quickstart');
  project.run('sendAll', [items]);
  // The sheet stands as it does after the demo, and the rule tells only of what changes.
  for (const status of ['Open', 'Late']) orders.edit('C4', [[status]]);
  const deadline = Date.now() + patienceMs;
  while ((project.run('listDeliveries', [{ status: 'queued' }]) as unknown[]).length > 0 && Date.now() < deadline) {
    project.run('tick');
  }
}

const items = [
  { to: 'ops', message: 'Order *1042* is late', threadKey: 'order-1042' },
  {
    to: 'sales',
    message: {
      cardsV2: [
        {
          cardId: 'order',
          card: {
            header: { title: 'Order 1043', subtitle: 'Paid, to be shipped' },
            sections: [{ widgets: [{ decoratedText: { topLabel: 'Amount', text: '€ 1,400' } }] }],
          },
        },
      ],
    },
    threadKey: 'order-1043',
  },
  { to: 'ops', message: 'Order *1042* has left the warehouse', threadKey: 'order-1042' },
];

const wanted: readonly Wanted[] = [
  { to: 'default', text: undefined },
  ...items.map(({ to, message, threadKey }) => ({
    to,
    text: typeof message === 'string' ? message : message.cardsV2[0]?.card.header.title,
    threadKey,
  })),
  { to: 'sales', text: 'Order 1044 of Mia is late: €3,200.00', threadKey: '1044' },
];

interface Seen {
  readonly space: { readonly name: string };
  readonly thread: { readonly threadKey?: string };
  readonly text?: string;
  readonly cardsV2?: unknown;
}

/** What a Chat that holds these messages says about the demo. */
export function compare(messages: readonly Seen[]): DemoResult {
  const arrived = messages.map((message) => ({
    to: webhookOf(message.space.name),
    text: message.text ?? titleOf(message.cardsV2),
    threadKey: message.thread.threadKey ?? '',
  }));
  const problems = wanted.flatMap(({ to, text, threadKey = '' }) => {
    const found = arrived.filter(
      (message) =>
        message.to === to &&
        (threadKey === '' ? message.threadKey === '' : message.threadKey.endsWith(threadKey)) &&
        (text === undefined || message.text === text),
    );
    return found.length === 1
      ? []
      : [`${text === undefined ? 'The greeting' : `"${text}"`} to ${to} arrived ${found.length} times.`];
  });
  const surplus = arrived.length - wanted.length;
  if (problems.length === 0 && surplus > 0) problems.push(`${surplus} messages arrived that nobody sent.`);
  return { arrived, problems };
}

/** "ops" of "spaces/Ops-alerts". */
function webhookOf(space: string): string {
  const name = space.split('/')[1] ?? '';
  return Object.keys(spaces).find((webhook) => spaces[webhook]?.replace(/\W+/g, '-') === name) ?? name;
}

const titleOf = (cards: unknown) =>
  (cards as { card?: { header?: { title?: string } } }[] | undefined)?.[0]?.card?.header?.title ?? '';
