import { render } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { followChat } from './chat-client';
import type { ChatMessage, ChatRequest, ChatState } from './chat-types';
import { applyTheme, nextTheme, storedTheme } from './theme';
import { spacesOf, threadsOf, type Thread } from './threads';

function Page() {
  const [{ messages, requests, isLive }, setState] = useState<ChatState>({ messages: [], requests: [], isLive: true });
  const [space, setSpace] = useState<string>();
  useEffect(() => followChat(setState), []);
  const spaces = spacesOf(messages);
  return (
    <>
      <header>
        <h1>Chat Courier workbench</h1>
        <p role="status" class={isLive ? 'live' : 'stopped'}>
          {isLive ? `Live: ${count(messages.length, 'message')}` : stopped}
        </p>
        <ThemeButton />
      </header>
      <nav aria-label="Spaces">
        <h2>Spaces</h2>
        <ul>
          <SpaceButton
            name="All spaces"
            count={messages.length}
            isChosen={space === undefined}
            choose={() => setSpace(undefined)}
          />
          {spaces.map(({ space: name, count: many }) => (
            <SpaceButton key={name} name={name} count={many} isChosen={space === name} choose={() => setSpace(name)} />
          ))}
        </ul>
      </nav>
      <main>
        <h2>{space ?? 'All spaces'}</h2>
        {messages.length === 0 ? (
          <Empty />
        ) : (
          threadsOf(messages, space).map((thread) => <ThreadView key={thread.name} thread={thread} />)
        )}
        <Requests requests={requests} />
      </main>
    </>
  );
}

const stopped = 'The workbench stopped. Start it again with npm start; this page reconnects by itself.';

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;

/** The time of day, in the reader's zone. */
const clock = (time: string) => new Date(time).toLocaleTimeString('en-GB');

function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme);
  useLayoutEffect(() => applyTheme(theme), [theme]);
  return (
    <button type="button" onClick={() => setTheme(nextTheme(theme))}>
      Theme: {theme}
    </button>
  );
}

function SpaceButton(props: { name: string; count: number; isChosen: boolean; choose: () => void }) {
  return (
    <li>
      <button type="button" aria-current={props.isChosen ? 'true' : undefined} onClick={props.choose}>
        <span>{props.name}</span> <span class="count">{props.count}</span>
      </button>
    </li>
  );
}

function Empty() {
  const example = `curl --json '{"text":"hi"}' '${location.origin}/v1/spaces/ops/messages?key=local&token=local'`;
  return (
    <div class="empty">
      <p>Nothing has arrived yet. Send something:</p>
      <pre tabIndex={0}>{example}</pre>
    </div>
  );
}

function ThreadView({ thread }: { thread: Thread }) {
  return (
    <section class="thread" aria-label={`Thread ${thread.key || thread.name}`}>
      <h3>
        {thread.key === '' ? 'Thread without a key' : `Thread "${thread.key}"`}{' '}
        <span class="quiet">in {thread.space}</span>
      </h3>
      <ol>
        {thread.messages.map((message) => (
          <MessageView key={message.name} message={message} />
        ))}
      </ol>
    </section>
  );
}

function MessageView({ message }: { message: ChatMessage }) {
  const cards = message.cardsV2 ?? [];
  return (
    <li>
      <time dateTime={message.createTime}>{clock(message.createTime)}</time>
      <div>
        {message.text !== undefined && <p class="text">{message.text}</p>}
        {cards.map(({ card }, index) => (
          <p key={index} class="card">
            <strong>{card?.header?.title ?? 'Card'}</strong> {card?.header?.subtitle}
          </p>
        ))}
        {cards.length > 0 && (
          <details>
            <summary>As JSON</summary>
            <pre tabIndex={0}>{JSON.stringify(cards, null, 2)}</pre>
          </details>
        )}
      </div>
    </li>
  );
}

function Requests({ requests }: { requests: readonly ChatRequest[] }) {
  return (
    <section aria-labelledby="requests">
      <h2 id="requests">Requests</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="requests">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Status</th>
              <th scope="col">Request</th>
              <th scope="col">Body</th>
            </tr>
          </thead>
          <tbody>
            {[...requests].reverse().map((request) => (
              <tr key={request.id}>
                <td>{clock(request.at)}</td>
                <td class={request.status === 200 ? 'live' : 'stopped'}>{request.status || 'no answer'}</td>
                <td class="wide">
                  {request.method} {request.url}
                </td>
                <td class="wide">{request.body}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

applyTheme(storedTheme());
const root = document.getElementById('root');
if (root) render(<Page />, root);
