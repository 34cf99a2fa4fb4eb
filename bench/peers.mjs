// One peer sends messages, in a process of its own: node bench/peers.mjs <plan.json>, the plan being { name, webhooks:
// { space: url }, messages: [[space, text], …] }. Each is set up as its documentation advises for a limit of one post a
// second and space. Prints "start", and at the end the texts that it reports as failed, as JSON.
import { readFileSync } from 'node:fs';
import { REST } from '@discordjs/rest';
import slack from '@slack/webhook';
import Bottleneck from 'bottleneck';
import PQueue from 'p-queue';
import pRetry from 'p-retry';

const RETRIES = 10;
const { fetch } = globalThis;
const sleep = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

class Refused extends Error {
  constructor(response) {
    super(`HTTP ${response.status}`);
    this.retryAfterMs = 1000 * Number(response.headers.get('retry-after') ?? 0);
  }
}

async function post(url, text) {
  const headers = { 'Content-Type': 'application/json; charset=UTF-8' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ text }) });
  await response.text();
  if (!response.ok) throw new Refused(response);
}

/** A function per space, made when first needed. */
function perSpace(make) {
  const made = new Map();
  return (space) => made.get(space) ?? made.set(space, make()).get(space);
}

/** By name: makes the function that sends one message. All of them are called at once, in order. */
const PEERS = {
  'fetch, in turn': ({ webhooks }) => {
    const turns = perSpace(() => ({ last: Promise.resolve() }));
    return (space, text) => {
      const turn = turns(space);
      const sent = turn.last.then(() => post(webhooks[space], text));
      turn.last = sent.catch(() => undefined);
      return sent;
    };
  },
  'fetch, in turn, 1 s apart': ({ webhooks }) => {
    const turns = perSpace(() => ({ last: Promise.resolve() }));
    return (space, text) => {
      const turn = turns(space);
      const sent = turn.last.then(() => post(webhooks[space], text));
      turn.last = sent.catch(() => undefined).then(() => sleep(1000));
      return sent;
    };
  },
  'p-queue + p-retry': ({ webhooks }) => {
    const queues = perSpace(() => new PQueue({ concurrency: 1, interval: 1000, intervalCap: 1 }));
    const options = { retries: RETRIES, onFailedAttempt: ({ error }) => sleep(error.retryAfterMs ?? 0) };
    return (space, text) => queues(space).add(() => pRetry(() => post(webhooks[space], text), options));
  },
  bottleneck: ({ webhooks }) => {
    const group = new Bottleneck.Group({ maxConcurrent: 1, minTime: 1000 });
    group.on('created', (limiter) =>
      limiter.on('failed', (error, { retryCount }) =>
        retryCount < RETRIES ? error.retryAfterMs || 1000 * 2 ** Math.min(retryCount, 5) : undefined,
      ),
    );
    return (space, text) => group.key(space).schedule(() => post(webhooks[space], text));
  },
  '@discordjs/rest': ({ webhooks }) => {
    const { origin } = new URL(Object.values(webhooks)[0]);
    const rest = new REST({
      api: origin,
      version: '1',
      retries: RETRIES,
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
    });
    return (space, text) => {
      const { pathname, searchParams } = new URL(webhooks[space]);
      const route = pathname.replace(/^\/v1/, '');
      return rest.post(route, { auth: false, query: searchParams, body: { text } });
    };
  },
  '@slack/webhook': ({ webhooks }) => {
    const { tenRetriesInAboutThirtyMinutes: retryConfig } = slack.retryPolicies;
    const hooks = new Map(
      Object.entries(webhooks).map(([space, url]) => [space, new slack.IncomingWebhook(url, { retryConfig })]),
    );
    return (space, text) => hooks.get(space).send({ text });
  },
};

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const send = PEERS[plan.name](plan);
console.log('start');
const outcomes = await Promise.allSettled(plan.messages.map(([space, text]) => send(space, text)));
const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [plan.messages[index][1]] : []));
console.log(JSON.stringify(failed));
process.exit(0);
