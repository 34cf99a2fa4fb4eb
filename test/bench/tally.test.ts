import { tally } from '../../bench/tally';

test('tally counts what is lost, repeated and out of order in each space, and what it took', () => {
  const message = (space: string, text: string, createdAt: number) => ({ space, text, createdAt });
  const received = {
    messages: [message('a', '2', 10), message('a', '1', 20), message('b', '1', 30), message('b', '1', 40)],
    requests: [{ status: 200 }, { status: 429 }, { status: 200 }, { status: 200 }, { status: 429 }, { status: 200 }],
  };
  const sent = new Map([
    ['a', ['1', '2', '3']],
    ['b', ['1']],
  ]);
  expect(tally(received, sent)).toEqual({
    lost: 1,
    duplicated: 1,
    outOfOrder: 1,
    requestsPerMessage: 2,
    refused: 1 / 3,
    endedAt: 40,
    endedAtOf: new Map([
      ['a', 20],
      ['b', 40],
    ]),
  });
});
