import type { Page } from 'playwright-core';
import { ChatClient } from '../../emulator/chat/client';
import { buildPage } from '../../workbench/build-page';
import { startChatThread, type ChatThread } from '../../workbench/chat-thread';
import { accessibilityProblems, closeBrowser, describeInBrowser, openPage } from './browser';

const token = 'EXAMPLE_TOKEN_OF_A_WEBHOOK';

let html: string;
let chat: ChatThread;
let page: Page | undefined;
beforeAll(async () => {
  html = await buildPage();
});
beforeEach(async () => {
  chat = await startChatThread({ port: 0, page: html });
});
afterEach(async () => {
  await page?.context().close();
  await chat.close();
});
afterAll(closeBrowser);

const post = (space: string, message: object) =>
  fetch(
    `${chat.url}/v1/spaces/${space}/messages?key=local&token=${token}&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(message),
    },
  );

const inThread = (threadKey: string, text: string) => ({ text, thread: { threadKey } });

const titledCard = (title: string) => ({
  thread: { threadKey: 'order-1043' },
  cardsV2: [{ card: { header: { title }, sections: [{ widgets: [{ textParagraph: { text: 'Paid' } }] }] } }],
});

describeInBrowser('the workbench page', () => {
  test('says how to send the first message while there is none', async () => {
    page = await openPage(chat.url);
    await page.getByText('Nothing has arrived yet.').waitFor();
    expect(await page.locator('pre').innerText()).toContain(`${chat.url}/v1/spaces/ops/messages`);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('shows what was there before, by space and thread', async () => {
    await post('ops', inThread('order-1042', 'Order *1042* is late'));
    await post('sales', titledCard('Order 1043'));
    page = await openPage(chat.url);
    const thread = page.getByRole('region', { name: 'Thread order-1042' });
    await thread.getByText('Order *1042* is late').waitFor();
    await page.getByRole('region', { name: 'Thread order-1043' }).getByText('Order 1043', { exact: true }).waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'sales' }).click();
    expect(await thread.count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'sales', exact: true }).count()).toBe(1);
  });

  test('shows a message the moment it comes, and counts it', async () => {
    page = await openPage(chat.url);
    await page.getByText('Live: 0 messages').waitFor();
    await post('ops', inThread('a', 'Just now'));
    await page.getByText('Just now', { exact: true }).waitFor();
    const count = page.getByRole('status').getByText('Live: 1 message', { exact: true });
    await count.waitFor();
    expect(await count.count()).toBe(1);
  });

  test('shows every request, refused ones too, and never a token', async () => {
    await post('ops', { txet: 'a' });
    await post('ops', inThread('b', 'b'));
    page = await openPage(chat.url);
    await page.getByRole('cell', { name: '400' }).waitFor();
    expect(await page.getByRole('cell', { name: '200' }).count()).toBe(1);
    expect(await page.content()).not.toContain(token);
  });

  test('shows text as it is, not as HTML', async () => {
    await post('ops', { thread: { threadKey: 'a' }, text: '<img src=x onerror="document.title=1">' });
    page = await openPage(chat.url);
    await page.getByText('<img src=x').first().waitFor();
    expect(await page.title()).toBe('Chat Courier workbench');
    expect(await page.locator('img').count()).toBe(0);
  });

  test('says when the server stops', async () => {
    page = await openPage(chat.url);
    await page.getByText('Live: 0 messages').waitFor();
    await chat.close();
    await page.getByText('The workbench stopped.').waitFor();
    const advice = page.getByRole('status').getByText('this page reconnects by itself');
    await advice.waitFor();
    expect(await advice.count()).toBe(1);
  });

  test('asks no other host for anything', async () => {
    await post('ops', { thread: { threadKey: 'a' }, text: 'See https://example.com/a.png' });
    page = await openPage('about:blank');
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(chat.url);
    await page.getByText('See https://example.com').first().waitFor();
    expect([...hosts]).toEqual([chat.url]);
  });

  test.each(['light', 'dark'] as const)('has no accessibility problem in %s, wide and narrow', async (colorScheme) => {
    await post('ops', inThread('order-1042', 'Order *1042* is late'));
    await post('sales', titledCard('Order 1043'));
    await post('ops', { txet: 'a' });
    page = await openPage(chat.url, { colorScheme });
    await page.getByText('Live: 2 messages').waitFor();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
  });

  test('changes between light and dark by a button, and keeps the choice', async () => {
    page = await openPage(chat.url, { colorScheme: 'light' });
    const background = () => page?.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    await button.click();
    expect(await button.innerText()).toBe('Theme: dark');
    expect(await background()).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    expect(await background()).not.toBe(light);
  });

  test('works by keyboard alone', async () => {
    await post('sales', inThread('a', 'For sales'));
    page = await openPage(chat.url);
    await page.getByText('Live: 1 message').waitFor();
    const focused = () => page?.evaluate('document.activeElement.textContent');
    const order: unknown[] = [];
    for (let press = 0; press < 3; press++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).toEqual(['Theme: system', 'All spaces 1', 'sales 1']);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'sales', exact: true }).waitFor();
  });
});

test('the Chat behind the page answers no page of another host', async () => {
  const response = await fetch(chat.url, { headers: { Origin: 'https://example.com' } });
  expect(response.status).toBe(403);
  expect(await new ChatClient(chat.url).messages()).toEqual([]);
});
