import { evaluate, projectOf, refusal, ServerStub } from '../helpers';

const address = 'https://server.example.com/hook?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
const fetched = (options: string, url = address) => `UrlFetchApp.fetch(${JSON.stringify(url)}, ${options})`;

/** What the server received of one fetch. */
function sent(options: string, url = address) {
  const network = new ServerStub();
  evaluate(`${fetched(options, url)} && null`, { network });
  const [request] = network.received;
  if (!request) throw new Error('nothing was sent');
  return { ...request, headers: Object.fromEntries(request.headers), body: Buffer.from(request.body) };
}

const answering = (answer: ReturnType<ConstructorParameters<typeof ServerStub>[0] & object>) => ({
  network: new ServerStub(() => answer),
});

describe('UrlFetchApp.fetch', () => {
  test('sends method, headers, type and body', () => {
    const request = sent(
      `{ method: 'post', contentType: 'application/json; charset=UTF-8', headers: { 'X-One': 1 }, payload: '{"a":"é"}', timeoutSeconds: 20 }`,
    );
    expect(request).toMatchObject({ method: 'POST', url: address, timeoutMs: 20_000 });
    expect(request.headers).toEqual({
      'X-One': '1',
      'Content-Type': 'application/json; charset=UTF-8',
      'User-Agent':
        'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: emulator-script-id)',
    });
    expect(request.body.toString()).toBe('{"a":"é"}');
  });

  test('waits 360 s when nothing is said, and gets when there is no body', () => {
    expect(sent('{}')).toMatchObject({ method: 'GET', timeoutMs: 360_000 });
    expect(sent('{}').headers).not.toHaveProperty('Content-Type');
  });

  test.each([
    ['a form', `{ payload: { a: 'x y', b: '1&2' } }`, 'application/x-www-form-urlencoded', 'a=x+y&b=1%262'],
    ['bytes', `{ method: 'put', payload: [-61, -87, 65] }`, 'application/x-www-form-urlencoded', 'éA'],
    ['a blob', `{ method: 'post', payload: Utilities.newBlob('é', 'text/csv') }`, 'text/csv', 'é'],
    ['text without a type', `{ method: 'post', payload: 'a' }`, 'application/x-www-form-urlencoded', 'a'],
  ])('sends %s', (_what, options, type, body) => {
    const request = sent(options);
    expect(request.headers['Content-Type']).toBe(type);
    expect(request.body.toString()).toBe(body);
    expect(request.method).not.toBe('GET');
  });

  test('sends a form that holds a blob in parts', () => {
    const request = sent(
      `{ method: 'post', payload: { title: 'T', file: Utilities.newBlob([-1, 0], 'image/png', 'a.png') } }`,
    );
    const boundary = /^multipart\/form-data; boundary=(.*)$/.exec(request.headers['Content-Type'] ?? '')?.[1] ?? '?';
    expect(request.body.toString('latin1')).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\nT\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\xff\0\r\n` +
        `--${boundary}--\r\n`,
    );
  });

  test('reads status, text, bytes and headers in the server’s casing', () => {
    const options = answering({
      status: 201,
      headers: [['X-Odd-CASE', '1'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['Content-Type', 'text/plain; charset=iso-8859-1']],
      body: Uint8Array.of(0xe9),
    }); // prettier-ignore
    expect(
      evaluate(
        `(() => { const r = ${fetched('{}')}; return [r.getResponseCode(), r.getContentText(), r.getContent(), r.getHeaders(), r.getAllHeaders(),
          r.getBlob().getContentType(), r.getContentText('UTF-8')]; })()`,
        options,
      ),
    ).toEqual([
      201,
      'é',
      [-23],
      { 'X-Odd-CASE': '1', 'Set-Cookie': 'b=2', 'Content-Type': 'text/plain; charset=iso-8859-1' },
      { 'X-Odd-CASE': '1', 'Set-Cookie': ['a=1', 'b=2'], 'Content-Type': 'text/plain; charset=iso-8859-1' },
      'text/plain',
      '\ufffd',
    ]);
  });

  test('throws for a status of 400 and more unless muted, naming the origin only and the start of the body', () => {
    const options = answering({ status: 400, body: `{"error": "${'x'.repeat(500)}"}` });
    const text = refusal(fetched('{}'), options);
    expect(text).toMatch(
      /^Exception: Request failed for https:\/\/server\.example\.com returned code 400\. Truncated server response: \{"error": "x+ \(use muteHttpExceptions option to examine full response\)$/,
    );
    expect(text).not.toContain('EXAMPLE_TOKEN');
    expect(evaluate(`${fetched('{ muteHttpExceptions: true }')}.getResponseCode()`, options)).toBe(400);
  });

  test.each([
    ['dns', `DNS error: ${address}`],
    ['unreachable', `Address unavailable: ${address}`],
    ['timeout', `Timeout: ${address}`],
  ] as const)('throws for %s even when muted, with the whole URL', (fails, text) => {
    expect(refusal(fetched('{ muteHttpExceptions: true }'), answering({ fails }))).toBe(`Exception: ${text}`);
  });

  test('moves the clock by what the exchange took', () => {
    const project = projectOf(
      `function main() { const before = Date.now(); ${fetched('{}')}; return Date.now() - before; }`,
      {
        network: new ServerStub(undefined, 450),
      },
    );
    expect(project.run('main')).toBe(450);
  });

  test('follows redirects unless told not to', () => {
    const server = (request: { url: string }) =>
      request.url.endsWith('/old') ? { status: 301, headers: [['Location', '/new']] as const } : { body: request.url };
    const run = (options: string) =>
      evaluate(
        `(() => { const r = UrlFetchApp.fetch('https://server.example.com/old', ${options}); return [r.getResponseCode(), r.getContentText()]; })()`,
        {
          network: new ServerStub(server),
        },
      );
    expect(run('{}')).toEqual([200, 'https://server.example.com/new']);
    expect(run('{ followRedirects: false }')).toEqual([301, '']);
  });

  test('does not follow a redirect to what is no address', () => {
    const location = answering({ status: 302, headers: [['Location', 'http://[']] });
    expect(evaluate(`${fetched('{}')}.getResponseCode()`, location)).toBe(302);
  });

  test('gives up a circle of redirects', () => {
    const network = new ServerStub(() => ({ status: 302, headers: [['Location', '/again']] }));
    expect(evaluate(`${fetched('{}')}.getResponseCode()`, { network })).toBe(302);
    expect(network.received).toHaveLength(21);
  });

  test('takes a URL of 2,082 characters and refuses one more', () => {
    const url = `https://server.example.com/${'x'.repeat(2082 - 27)}`;
    expect(sent('{}', url).url).toHaveLength(2082);
    expect(refusal(fetched('{}', `${url}x`), { network: new ServerStub() })).toBe(
      'Exception: Limit Exceeded: URLFetch URL Length.',
    );
  });

  test('takes a body of 50 MB and refuses one byte more', () => {
    const post = (size: number) => fetched(`{ method: 'post', payload: 'x'.repeat(${String(size)}) }`);
    const network = new ServerStub();
    expect(evaluate(`${post(50 * 1024 * 1024)}.getResponseCode()`, { network })).toBe(200);
    expect(refusal(post(50 * 1024 * 1024 + 1), { network })).toBe('Exception: Limit Exceeded: URLFetch POST Size.');
  });

  test('takes 100 headers of 8 KB and refuses more', () => {
    const headers = (count: number, size: number) =>
      `{ headers: Object.fromEntries(Array.from({ length: ${String(count)} }, (_, i) => ['X-' + String(i).padStart(2, '0'), 'x'.repeat(${String(size)})])) }`;
    expect(Object.keys(sent(headers(100, 8188)).headers)).toHaveLength(101);
    const options = { network: new ServerStub() };
    expect(refusal(fetched(headers(101, 1)), options)).toBe('Exception: Limit Exceeded: URLFetch Header Count.');
    expect(refusal(fetched(headers(1, 8189)), options)).toBe('Exception: Limit Exceeded: URLFetch Header Size.');
  });

  test.each([
    ['UrlFetchApp.fetch()', 'Attribute provided with no value: url'],
    ["UrlFetchApp.fetch('')", 'Attribute provided with no value: url'],
    ["UrlFetchApp.fetch('https://exa mple.com')", 'Invalid argument: https://exa mple.com'],
    ["UrlFetchApp.fetch('https://example.com/{id}')", 'Invalid argument: https://example.com/{id}'],
    ["UrlFetchApp.fetch('https://example.com', { method: 'fetch' })", 'Attribute provided with invalid value: method'],
    [
      "UrlFetchApp.fetch('https://example.com', { headers: { A: null } })",
      'Attribute provided with invalid value: Header:null',
    ],
    [
      "UrlFetchApp.fetch('https://example.com', { headers: { Host: 'x' } })",
      'Attribute provided with invalid value: Header:Host',
    ],
    ['UrlFetchApp.fetchAll()', "The parameters (null) don't match the method signature for UrlFetchApp.fetchAll."],
  ])('refuses %s', (expression, text) => {
    expect(refusal(expression, { network: new ServerStub() })).toBe(`Exception: ${text}`);
  });

  test('refuses calls beyond the daily quota, before sending', () => {
    const network = new ServerStub();
    const project = projectOf(
      `function main(n) { UrlFetchApp.fetchAll(Array(n).fill('https://server.example.com/')); }`,
      { network, quotas: { urlFetchCalls: 5 } },
    );
    project.run('main', [3]);
    expect(() => project.run('main', [3])).toThrow('Service invoked too many times for one day: urlfetch.');
    expect(network.received).toHaveLength(3);
    project.run('main', [2]);
    project.advance(24 * 3_600_000);
    project.run('main', [5]);
  });

  test('needs the scope, named in Google’s words for a manifest without it and for a user who withheld it', () => {
    const scope = 'https://www.googleapis.com/auth/script.external_request';
    const network = new ServerStub();
    expect(refusal(fetched('{}'), { network, manifest: { oauthScopes: [] } })).toBe(
      `Exception: Specified permissions are not sufficient to call UrlFetchApp.fetch. Required permissions: ${scope}`,
    );
    const project = projectOf(`function main() { return ${fetched('{}')}.getResponseCode(); }`, {
      network,
      manifest: { oauthScopes: [scope] },
    });
    project.scopes.withhold(project.user, [scope]);
    expect(() => project.run('main')).toThrow(
      `You do not have permission to call UrlFetchApp.fetch. Required permissions: ${scope}`,
    );
    project.scopes.consent(project.user);
    expect(project.run('main')).toBe(200);
  });
});

describe('UrlFetchApp.fetchAll', () => {
  const all = `UrlFetchApp.fetchAll(['https://server.example.com/a', { url: 'https://server.example.com/b', method: 'post', payload: 'x', muteHttpExceptions: true }])`;

  test('answers in the order of the requests', () => {
    const network = new ServerStub(({ url, method }) => ({ body: `${method} ${url}` }));
    expect(evaluate(`${all}.map((r) => r.getContentText())`, { network })).toEqual([
      'GET https://server.example.com/a',
      'POST https://server.example.com/b',
    ]);
  });

  test('throws as a whole when one request fails, though the others were served', () => {
    const network = new ServerStub(({ url }) => (url.endsWith('a') ? {} : { fails: 'dns' }));
    expect(refusal(all, { network })).toBe('Exception: DNS error: https://server.example.com/b');
    expect(network.received).toHaveLength(2);
  });

  test('takes as long as its slowest request', () => {
    const network = {
      exchange: (batch: readonly unknown[]) =>
        batch.map((_, index) => ({
          kind: 'answer' as const,
          status: 200,
          headers: [],
          body: new Uint8Array(),
          tookMs: index * 100,
        })),
    };
    expect(evaluate(`(() => { const before = Date.now(); ${all}; return Date.now() - before; })()`, { network })).toBe(
      100,
    );
  });

  test('sends only the first requests when it is cut off in the middle', () => {
    const network = new ServerStub();
    const project = projectOf(`function main() { ${all}; }`, {
      network,
      interceptor: { decide: () => ({ effect: { first: 1 }, outcome: 'kill' }) },
    });
    expect(() => project.run('main')).toThrow('The execution was ended.');
    expect(network.received.map(({ url }) => url)).toEqual(['https://server.example.com/a']);
  });
});

describe('UrlFetchApp.getRequest', () => {
  test('shows a request without sending it', () => {
    const network = new ServerStub();
    expect(evaluate(`UrlFetchApp.getRequest('https://server.example.com/', { method: 'post', payload: 'x', headers: { A: 'b' } })`, { network })).toEqual({
      url: 'https://server.example.com/', method: 'post', payload: 'x', contentType: 'application/x-www-form-urlencoded', headers: { A: 'b' },
      useIntranet: false, followRedirects: true, validateHttpsCertificates: true,
    }); // prettier-ignore
    expect(network.received).toEqual([]);
  });
});
