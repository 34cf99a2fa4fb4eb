import { Chat } from '../../emulator/chat/chat';
import { chatNetwork } from '../../emulator/chat/network';
import { Desk } from '../../workbench/desk';
import { LiveClock } from '../../workbench/live-clock';
import { Orders, ORDERS_ID } from '../../workbench/orders';
import { shippedProject } from '../../workbench/shipped';

function createDesk() {
  const clock = new LiveClock();
  const chat = new Chat({ quota: 'off' });
  const project = shippedProject({ network: chatNetwork(chat), clock, boundTo: ORDERS_ID });
  for (const name of ['ops', 'sales']) project.properties.set(`webhook.${name}`, chat.addSpace(name));
  const desk = new Desk(project, clock, new Orders(project));
  const ask = (method: string, path: string, data: unknown = '') =>
    desk.answer({ method, path, body: typeof data === 'string' ? data : JSON.stringify(data) });
  return { chat, clock, project, ask, desk };
}

const texts = (chat: Chat) => chat.messages.map(({ space, text }) => [space, text]);

describe('the example sheet', () => {
  test('shows its cells, and tells the owner of an order that becomes late, once', () => {
    const { chat, ask } = createDesk();
    expect(ask('GET', '/workbench/v1/sheet').body).toMatchObject({
      values: expect.arrayContaining([['1045', 'Quan', 'Open', '90', 'ops']]) as unknown,
    });
    expect(ask('PUT', '/workbench/v1/sheet/C5', { value: 'Late' })).toMatchObject({
      status: 200,
      body: { edited: 'Orders!C5' },
    });
    ask('PUT', '/workbench/v1/sheet/C5', { value: 'Late' });
    expect(texts(chat)).toEqual([['ops', 'Order 1045 of Quan is late: €90.00']]);
  });

  test('takes a block of rows at once', () => {
    const { chat, ask } = createDesk();
    const values = [
      ['1046', 'Ida', 'Open', 10, 'ops'],
      ['1047', 'Jo', 'Open', 20, 'sales'],
    ];
    expect(ask('PUT', '/workbench/v1/sheet/A6', { values }).status).toBe(200);
    ask('PUT', '/workbench/v1/sheet/C6', { values: [['Late'], ['Late']] });
    expect(texts(chat)).toEqual([
      ['ops', 'Order 1046 of Ida is late: €10.00'],
      ['sales', 'Order 1047 of Jo is late: €20.00'],
    ]);
  });

  test('takes the last cell of the tab', () => {
    expect(createDesk().ask('PUT', '/workbench/v1/sheet/Z1000', { value: 'x' })).toMatchObject({
      status: 200,
      body: { edited: 'Orders!Z1000' },
    });
  });

  test.each([
    ['a body that is no JSON', 'PUT', '/workbench/v1/sheet/C5', 'Late', 400, 'Expected a JSON body'],
    ['rows of unequal length', 'PUT', '/workbench/v1/sheet/C5', { values: [[1], [1, 2]] }, 400, 'rows of one length'],
    ['no cell', 'PUT', '/workbench/v1/sheet/C', { value: 1 }, 400, 'Expected one cell such as C4'],
    ['a cell of another tab', 'PUT', '/workbench/v1/sheet/Other!C4', { value: 1 }, 400, 'got Other!C4.'],
    ['a cell outside of the tab', 'PUT', '/workbench/v1/sheet/ZZZ999999', { value: 1 }, 400, 'got ZZZ999999.'],
    ['a column too far', 'PUT', '/workbench/v1/sheet/AA1', { value: 1 }, 400, 'Expected one cell such as C4'],
    ['a row too far', 'PUT', '/workbench/v1/sheet/A1001', { value: 1 }, 400, 'end at Z1000 at most'],
    ['a block that ends outside', 'PUT', '/workbench/v1/sheet/Z1000', { values: [[1, 2]] }, 400, 'got Z1000.'],
    ['a cell that is no text', 'PUT', '/workbench/v1/sheet/%E0', { value: 1 }, 400, 'URI malformed'],
    ['another route', 'GET', '/workbench/v1/sheets', '', 404, 'There are GET /workbench/v1/sheet'],
  ])('refuses %s, and says what it expects', (_, method, path, body, status, message) => {
    const { ask } = createDesk();
    const answer = ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(message);
  });
});

describe('the next trigger', () => {
  test('is run at once, at the time that it is due', () => {
    const { project, clock, ask } = createDesk();
    const before = clock.now();
    const { status, body } = ask('POST', '/workbench/v1/triggers/next');
    expect({ status, ...body }).toMatchObject({ status: 200, ran: 'tick' });
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse((body as { at: string }).at));
    expect(Date.parse((body as { at: string }).at)).toBeGreaterThan(before);
    expect(project.lastExecution).toMatchObject({ functionName: 'tick', status: 'completed' });
  });

  test('says that there is none', () => {
    const { project, ask } = createDesk();
    project.run('tearDown');
    expect(ask('POST', '/workbench/v1/triggers/next')).toMatchObject({ status: 409 });
  });
});

test('a fault of the emulator at a due trigger is told and does not end the workbench', () => {
  const { clock, project, desk } = createDesk();
  const told: string[] = [];
  project.run('setUp');
  project.interceptor = {
    decide: () => {
      throw new Error('The wire broke.');
    },
  };
  clock.skipTo(clock.now() + 600_000);
  desk.runDue((problem) => told.push(problem));
  expect(told).toEqual(['A trigger could not be run. The wire broke.']);
});
