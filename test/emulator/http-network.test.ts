import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { RealClock } from '../../emulator/clock';
import { httpNetwork } from '../../emulator/http-network';
import { compile, Project } from '../../emulator/project';
import { projectOf } from './helpers';

// The server has a thread of its own: the test's thread is blocked while it fetches.
const SERVER = `
const http = require('node:http');
const { parentPort } = require('node:worker_threads');
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/silent') return;
    if (request.url === '/late') return setTimeout(() => response.end('{"url":"/late"}'), 300);
    if (request.url === '/drop') return request.socket.destroy();
    if (request.url === '/moved') return response.writeHead(302, { Location: '/there' }).end();
    if (request.url === '/kept') return response.writeHead(307, { Location: '/there' }).end();
    response.writeHead(request.url === '/missing' ? 404 : 200, { 'X-Odd-Case': '1', 'Set-Cookie': ['a=1', 'b=2'] });
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() }));
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const CODE = `
function main(url, options) {
  const response = UrlFetchApp.fetch(url, options);
  return { status: response.getResponseCode(), headers: response.getAllHeaders(), ...JSON.parse(response.getContentText()) };
}
function nap(ms) { Utilities.sleep(ms); }
function all(urls) { return UrlFetchApp.fetchAll(urls).map((response) => JSON.parse(response.getContentText()).url); }`;

describe('httpNetwork', () => {
  let server: Worker;
  let origin: string;
  const networks: ReturnType<typeof httpNetwork>[] = [];

  beforeAll(async () => {
    server = new Worker(SERVER, { eval: true });
    const [port] = (await once(server, 'message')) as [number];
    origin = `http://127.0.0.1:${String(port)}`;
  });

  afterAll(async () => {
    for (const network of networks) network.close();
    await server.terminate();
  });

  const project = (options: Parameters<typeof httpNetwork>[0] = {}) => {
    const network = httpNetwork(options);
    networks.push(network);
    return projectOf(CODE, { clock: new RealClock(), network });
  };

  test('posts bytes and brings back status, headers in their casing and body', () => {
    const options = { method: 'post', contentType: 'application/json; charset=UTF-8', payload: '{"text":"é"}' };
    expect(project().run('main', [`${origin}/x?y=1`, options])).toMatchObject({
      status: 200,
      method: 'POST',
      url: '/x?y=1',
      body: '{"text":"é"}',
      headers: { 'content-type': 'application/json; charset=UTF-8', 'content-length': '13' },
    });
  });

  test('sends requests for Chat to the local one, path and query kept', () => {
    const address = 'https://chat.googleapis.com/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
    expect(project({ chatUrl: `${origin}/` }).run('main', [address])).toMatchObject({
      url: '/v1/spaces/A/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN',
    });
  });

  test('calls loopback only: another host is not found, and is named once, without its query', () => {
    const told: string[] = [];
    const run = (url: string) => () => alone.run('main', [url]);
    const alone = project({ onRefused: (origin) => told.push(origin) });
    const addresses = [
      'https://example.com/hook?token=EXAMPLE_TOKEN',
      'https://example.com/other',
      'https://chat.googleapis.com/v1/x?token=EXAMPLE_TOKEN',
      'http://127.0.0.1:99999/',
    ];
    for (const url of addresses) expect(run(url)).toThrow(`DNS error: ${url}`);
    expect(told).toEqual(['https://example.com', 'https://chat.googleapis.com', 'http://127.0.0.1:99999']);
  });

  test('serves the rest of a batch of which one request goes elsewhere', () => {
    const network = httpNetwork();
    networks.push(network);
    const request = { method: 'GET', headers: [], body: Buffer.alloc(0), timeoutMs: 5_000 };
    const outcomes = network.exchange([
      { ...request, url: 'https://example.com/' },
      { ...request, url: `${origin}/x` },
    ]);
    expect(outcomes).toMatchObject([{ kind: 'dns' }, { kind: 'answer', status: 200 }]);
  });

  test('follows redirects unless told not to; a 302 becomes GET, a 307 keeps method and body', () => {
    const post = { method: 'post', payload: 'x' };
    expect(project().run('main', [`${origin}/moved`, post])).toMatchObject({ method: 'GET', url: '/there', body: '' });
    expect(project().run('main', [`${origin}/kept`, post])).toMatchObject({ method: 'POST', url: '/there', body: 'x' });
    const status = projectOf(
      `function main(url) { return UrlFetchApp.fetch(url, { followRedirects: false }).getResponseCode(); }`,
      {
        network: httpNetwork(),
      },
    );
    expect(status.run('main', [`${origin}/moved`])).toBe(302);
  });

  test('serves a batch in parallel, answers in the order of the requests', () => {
    const urls = Array.from({ length: 20 }, (_, index) => `${origin}/${String(index)}`);
    expect(project().run('all', [urls])).toEqual(urls.map((url) => new URL(url).pathname));
  });

  test('takes a request that cannot be sent as one that found nobody, and goes on', () => {
    const one = project();
    const odd = { headers: { 'X-Odd': 'two\nlines' }, timeoutSeconds: 1 };
    expect(() => one.run('main', [`${origin}/x`, odd])).toThrow(`Address unavailable: ${origin}/x`);
    expect(one.run('main', [`${origin}/x`])).toMatchObject({ status: 200 });
  });

  test('does not take the answer to an ended execution for another’s', () => {
    const network = httpNetwork();
    networks.push(network);
    const sources = [{ name: 'Code', code: CODE }];
    const patient = new Project({ sources, network, clock: new RealClock() });
    patient.run('main', [`${origin}/warm`]);
    const hasty = new Project({ program: compile(sources, { stuckAfterMs: 100 }), network, clock: new RealClock() });
    expect(() => hasty.run('main', [`${origin}/late`])).toThrow('Exceeded maximum execution time');
    patient.run('nap', [400]);
    expect(patient.run('main', [`${origin}/next`])).toMatchObject({ url: '/next' });
  });

  test('tells no answer in time, a dropped connection and an unknown host in Google’s words', () => {
    const run = (url: string) => () => project({ allow: () => true }).run('main', [url, { timeoutSeconds: 0.05 }]);
    expect(run(`${origin}/silent`)).toThrow(`Timeout: ${origin}/silent`);
    expect(run(`${origin}/drop`)).toThrow(`Address unavailable: ${origin}/drop`);
  });
});
