import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Chat } from '../../../emulator/chat/chat';
import { chatNetwork } from '../../../emulator/chat/network';
import { type ChatServer, startChatServer } from '../../../emulator/chat/server';
import { Project } from '../../../emulator/project';

// Google's webhook samples in four languages send eight requests: a text, and a text for a thread. What each client adds
// to a request of its own was recorded with those clients, read 2026-11-24:
// https://developers.google.com/workspace/chat/quickstart/webhooks

const QUERY = '?key=KEY&token=TOKEN';
const REPLY = `${QUERY}&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD`;
const KEY = 'THREAD_KEY_VALUE';
const TYPE = 'application/json; charset=UTF-8';

/** A client: the headers in its order, and how it writes JSON. */
const CLIENTS: Readonly<Record<string, { text: string; headers: string[]; write: (message: { text: string }) => string }>> = {
  'Apps Script': {
    text: 'Hello from Apps Script!',
    headers: [`Content-Type: ${TYPE}`, 'User-Agent: Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: SCRIPT_ID)', 'Accept-Encoding: gzip,deflate,br'],
    write: (message) => JSON.stringify(message),
  },
  Python: {
    text: 'Hello from a Python script!',
    headers: [`content-type: ${TYPE}`, 'user-agent: Python-httplib2/0.22.0 (gzip)', 'accept-encoding: gzip, deflate'],
    // Python's dumps puts a space after each comma and colon outside of texts; these texts have neither.
    write: (message) => JSON.stringify(message).replace(/([:,])/g, '$1 '),
  },
  Node: {
    text: 'Hello from a Node script!',
    headers: ['connection: keep-alive', `Content-Type: ${TYPE}`, 'accept: */*', 'accept-language: *', 'sec-fetch-mode: cors', 'user-agent: node', 'accept-encoding: gzip, deflate'],
    write: (message) => JSON.stringify(message),
  },
  Java: {
    text: 'Hello from Java!',
    // No Content-Type; and over plain HTTP an offer to change to HTTP/2, which is not taken up.
    headers: ['Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA', 'Upgrade: h2c', 'User-Agent: Java-http-client/17.0.15', `accept: ${TYPE}`],
    write: (message) => JSON.stringify(message),
  },
}; // prettier-ignore

const LANGUAGES = Object.keys(CLIENTS);

let server: ChatServer;
beforeEach(async () => {
  server = await startChatServer({ quota: 'off' });
});
afterEach(() => server.close());

/** Writes exactly these bytes to the server. @returns the status line and the body's JSON */
function exchange(text: string): Promise<{ status: string; body: unknown }> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(server.url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (chunk: string) => {
      answer += chunk;
      // The last chunk of a chunked answer.
      if (!answer.endsWith('\r\n0\r\n\r\n')) return;
      socket.end();
      const json = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
      resolve({ status: answer.split('\r\n')[0] ?? '', body: JSON.parse(json) });
    });
  });
}

function requestOf(language: string, isThreaded: boolean): string {
  const client = CLIENTS[language];
  if (!client) throw new Error(`There is no client of ${language}.`);
  const { text, headers, write } = client;
  const body = write(isThreaded ? ({ text, thread: { threadKey: KEY } } as { text: string }) : { text });
  return [
    `POST /v1/spaces/SPACE_ID/messages${isThreaded ? REPLY : QUERY} HTTP/1.1`,
    `Host: ${new URL(server.url).host}`,
    ...headers,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
}

describe('the eight requests of Google’s samples', () => {
  test.each(LANGUAGES)('%s: a text', async (language) => {
    const { status, body } = await exchange(requestOf(language, false));
    expect(status).toBe('HTTP/1.1 200 OK');
    expect(body).toMatchObject({ text: CLIENTS[language]?.text, space: { name: 'spaces/SPACE_ID' } });
    expect(server.chat.messages).toMatchObject([{ isReply: false, threadKey: '', warnings: [] }]);
  });

  test.each(LANGUAGES)('%s: a text for a thread, twice', async (language) => {
    const [first, second] = [await exchange(requestOf(language, true)), await exchange(requestOf(language, true))];
    expect([first.status, second.status]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
    expect(server.chat.messages.map(({ isReply, threadKey }) => [isReply, threadKey])).toEqual([[false, KEY], [true, KEY]]); // prettier-ignore
  });
});

describe('a script like Google’s for Apps Script', () => {
  test('logs what Chat answers, with the URL as Chat gives it', () => {
    const chat = new Chat({ strictWebhooks: true });
    const url = chat.addSpace('ops');
    const code = `
      function webhook() {
        const response = UrlFetchApp.fetch(${JSON.stringify(url)}, {
          method: 'post',
          headers: { 'Content-Type': 'application/json; charset=UTF-8' },
          payload: JSON.stringify({ text: 'Hello from Apps Script!' }),
        });
        console.log(response.getContentText());
      }`;
    const project = new Project({ sources: [{ name: 'Code', code }], network: chatNetwork(chat) });
    project.run('webhook');
    expect(chat.messages.map(({ text }) => text)).toEqual(['Hello from Apps Script!']);
    expect(JSON.parse(project.log[0]?.message ?? '')).toMatchObject({ name: chat.messages[0]?.name });
  });
});

/** Programs in other languages, and what runs them. */
const PROCESSES = [
  { language: 'Python', command: 'python3', file: 'sender.py', isThere: runs('python3', '--version') },
  { language: 'Node', command: process.execPath, file: 'sender.mjs', isThere: true },
  { language: 'Java', command: 'java', file: 'Sender.java', isThere: runs('java', '-version') },
];

function runs(command: string, option: string): boolean {
  return spawnSync(command, [option]).status === 0;
}

/** Sends a text and a text for a thread with a program, and looks at what came. */
async function expectBoth({ language, command, file }: (typeof PROCESSES)[number]): Promise<void> {
  const run = (...words: string[]) => promisify(execFile)(command, [join(__dirname, 'senders', file), ...words]);
  const target = `${server.url}/v1/spaces/SPACE_ID/messages`;
  const { stdout } = await run(target + QUERY, 'Hello');
  await run(target + REPLY, 'Hello', KEY);
  expect(JSON.parse(stdout)).toMatchObject({ text: 'Hello', name: server.chat.messages[0]?.name });
  expect(server.chat.messages.map(({ threadKey }) => threadKey)).toEqual(['', KEY]);
  const contentType = language === 'Java' ? '' : TYPE;
  expect(server.chat.requests.map((request) => request.contentType)).toEqual([contentType, contentType]);
}

describe('processes that send as the samples do', () => {
  for (const sender of PROCESSES) {
    const { language, command, isThere } = sender;
    const title = isThere ? language : `${language} (skipped: this machine cannot run ${command})`;
    (isThere ? test : test.skip)(title, () => expectBoth(sender));
  }
});
