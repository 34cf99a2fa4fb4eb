import { RandomStream } from '../../../emulator/random';
import { type Fault, Faults, httpDate } from '../../../emulator/chat/faults';
import { createChat } from './helpers';

const x = { text: 'x' };

/** Posts after setting faults. @returns what the sender saw, and how many messages there are */
function posts(faults: readonly Fault[], count = 1) {
  const { chat, post } = createChat({ quota: 'off' });
  chat.setFaults('ops', faults, 0);
  const seen = Array.from({ length: count }, (_, index) => post(x, { at: index })).map(({ status, isAnswered }) =>
    isAnswered ? status : 'nothing',
  );
  return { seen, messages: chat.messages.length };
}

describe('a fault', () => {
  test('with a status answers without serving', () => {
    expect(posts([{ status: 503 }])).toEqual({ seen: [503], messages: 0 });
  });

  test('that loses the request serves nothing and answers nothing', () => {
    expect(posts([{ lost: true }])).toEqual({ seen: ['nothing'], messages: 0 });
  });

  test('after creation answers a status, or nothing, though the message is there', () => {
    expect(posts([{ afterCreate: 500 }])).toEqual({ seen: [500], messages: 1 });
    expect(posts([{ afterCreate: 'drop' }])).toEqual({ seen: ['nothing'], messages: 1 });
  });

  test('after creation strikes a repeat too, and leaves a refusal alone', () => {
    const { chat, post } = createChat({ quota: 'off' });
    chat.setFaults('ops', [{ afterCreate: 500, times: 2 }]);
    const statuses = [x, {}, x, x].map((body) => post(body, { query: '&requestId=r' }).status);
    expect([statuses, chat.messages.length]).toEqual([[500, 400, 500, 200], 1]);
  });

  test('strikes as often as it says, and for as long', () => {
    expect(posts([{ status: 500, times: 2 }], 4).seen).toEqual([500, 500, 200, 200]);
    expect(posts([{ status: 500, forMs: 2 }], 4).seen).toEqual([500, 500, 200, 200]);
  });

  test('strikes with its probability, the same way for the same seed', () => {
    const { seen } = posts([{ status: 503, probability: 0.3 }], 1000);
    const struck = seen.filter((status) => status === 503).length;
    expect(struck).toBeGreaterThan(240);
    expect(struck).toBeLessThan(360);
    expect(posts([{ status: 503, probability: 0.3 }], 1000).seen).toEqual(seen);
  });

  test('gives way to the one before it', () => {
    expect(posts([{ status: 429, times: 1 }, { status: 503 }], 2).seen).toEqual([429, 503]);
  });

  test('of latency alone slows, and adds up with others', () => {
    const faults = new Faults();
    faults.set([{ latencyMs: 100 }, { latencyMs: [20, 30] }, { status: 503, latencyMs: 1 }], 0);
    const { latencyMs, fault } = faults.strike(0, new RandomStream('a'));
    expect(latencyMs).toBeGreaterThanOrEqual(121);
    expect(latencyMs).toBeLessThanOrEqual(131);
    expect(fault?.status).toBe(503);
  });

  test('is for one space', () => {
    const { chat, post } = createChat();
    chat.setFaults('sales', [{ status: 503 }]);
    expect(post(x).status).toBe(200);
  });

  test('ends with an empty list', () => {
    const { chat, post } = createChat();
    chat.setFaults('spaces/ops', [{ status: 503 }]);
    chat.setFaults('spaces/ops', []);
    expect(post(x).status).toBe(200);
  });

  test('that lasts needs to know from when', () => {
    const { chat } = createChat();
    expect(() => chat.setFaults('ops', [{ status: 503, forMs: 1 }])).toThrow('Expected the time as third argument');
  });

  test.each([
    [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'],
    [503, 'UNAVAILABLE', 'The service is currently unavailable.'],
    [403, 'PERMISSION_DENIED', 'The caller does not have permission'],
    [404, 'NOT_FOUND', 'Requested entity was not found.'],
    [401, 'UNAUTHENTICATED', '[emulator] The webhook is not authenticated.'],
    [500, 'INTERNAL', '[emulator] A fault answers 500.'],
    [502, 'UNKNOWN', '[emulator] A fault answers 502.'],
    [504, 'DEADLINE_EXCEEDED', '[emulator] A fault answers 504.'],
  ])('with status %i has Google’s words, or says that they are its own', (code, status, message) => {
    const { chat, refused } = createChat();
    chat.setFaults('ops', [{ status: code }]);
    expect(refused(x)).toEqual({ code, message, status });
  });

  test('can answer a page, or any text', () => {
    const { chat, post } = createChat();
    chat.setFaults('ops', [
      { status: 502, html: true, times: 1 },
      { afterCreate: 200, body: '{"name":' },
    ]);
    const [page, garbage] = [post(x), post(x)];
    expect(page.headers[0]).toEqual(['Content-Type', 'text/html; charset=UTF-8']);
    expect(page.body).toMatch(/^<!DOCTYPE html>/);
    expect([garbage.status, garbage.body, chat.messages.length]).toEqual([200, '{"name":', 1]);
  });

  test.each([
    [{ retryAfter: 30 }, '30'],
    [{ retryAfter: 30, retryAfterAsDate: true }, 'Mon, 02 Mar 2026 09:00:30 GMT'],
    [{ retryAfter: 'soon' }, 'soon'],
  ])('can send Retry-After: %j', (how, value) => {
    const { chat, post } = createChat();
    chat.setFaults('ops', [{ status: 429, ...how }]);
    expect(post(x).headers.at(-1)).toEqual(['Retry-After', value]);
  });

  test('shows in the record of the request', () => {
    const { chat, post } = createChat();
    chat.setFaults('ops', [
      { afterCreate: 'drop', times: 1, latencyMs: 5 },
      { lost: true, times: 1 },
    ]);
    for (let count = 0; count < 3; count += 1) post(x);
    expect(
      chat.requests.map(({ status, isAnswered, isFaulty, latencyMs, messageName }) => [
        status,
        isAnswered,
        isFaulty,
        latencyMs,
        messageName !== '',
      ]),
    ).toEqual([
      [200, false, true, 5, true],
      [0, false, true, 0, false],
      [200, true, false, 0, true],
    ]);
  });
});

describe('Faults', () => {
  test('lists those that may still strike', () => {
    const faults = new Faults();
    faults.set(
      [
        { status: 500, times: 1 },
        { status: 503, forMs: 10 },
      ],
      100,
    );
    faults.strike(100, new RandomStream('a'));
    expect(faults.active(109)).toEqual([{ status: 503, forMs: 10 }]);
    expect(faults.active(110)).toEqual([]);
  });
});

describe('httpDate', () => {
  test('never lies before the instant', () => {
    expect(httpDate(Date.parse('2026-03-02T09:00:00.001Z'))).toBe('Mon, 02 Mar 2026 09:00:01 GMT');
  });
});
