// The asynchronous half of http-network.ts: serves batches of requests while the caller's thread is blocked.
const http = require('node:http');
const https = require('node:https');
const { performance } = require('node:perf_hooks');
const { workerData } = require('node:worker_threads');

const { done, port } = workerData;
// Connections are kept for a second only: a server that ends an idle one would look as if it had dropped a request.
const kept = { keepAlive: true, timeout: 1000 };
const agents = { 'http:': new http.Agent(kept), 'https:': new https.Agent(kept) };

port.on('message', async (batch) => {
  // What Node refuses to send, a header of two lines say, must not leave the other thread waiting.
  const outcomes = await Promise.all(
    batch.map((request) => exchange(request).catch(() => ({ kind: 'unreachable', tookMs: 0 }))),
  );
  // First the message, then the signal: who wakes up must find it.
  port.postMessage(outcomes);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});

/** @returns {Promise<import('./network').Outcome>} */
function exchange({ method, url, headers, body, timeoutMs }) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const target = new URL(url);
    const settle = (outcome) => {
      clearTimeout(timer);
      resolve({ ...outcome, tookMs: Math.round(performance.now() - startedAt) });
    };
    const own = [['Host', target.host]];
    if (body.length > 0 || method === 'POST') own.push(['Content-Length', String(body.length)]);
    const request = (target.protocol === 'https:' ? https : http).request(target, {
      method,
      agent: agents[target.protocol],
      headers: [...own, ...headers].flat(),
    });
    const timer = setTimeout(() => {
      settle({ kind: 'timeout' });
      request.destroy();
    }, timeoutMs);
    request.on('error', ({ code }) => {
      settle({ kind: code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'unreachable' });
    });
    request.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', () => settle({ kind: 'unreachable' }));
      response.on('end', () => {
        const raw = response.rawHeaders;
        const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]]] : []));
        settle({
          kind: 'answer',
          status: response.statusCode,
          headers: pairs,
          body: new Uint8Array(Buffer.concat(chunks)),
        });
      });
    });
    request.end(body);
  });
}
