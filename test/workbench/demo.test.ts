import { compare } from '../../workbench/demo';

const message = (space: string, text: string, threadKey?: string) => ({
  space: { name: `spaces/${space}` },
  thread: threadKey === undefined ? {} : { threadKey },
  text,
});
const card = { cardsV2: [{ card: { header: { title: 'Order 1043' } } }] };
const sales = { space: { name: 'spaces/Sales' }, thread: { threadKey: 'order-1043' }, ...card };
const all = [
  message('Team', 'Hello'),
  message('Ops-alerts', 'Order *1042* is late', 'order-1042'),
  message('Ops-alerts', 'Order *1042* has left the warehouse', 'order-1042'),
  sales,
  message('Sales', 'Order 1044 of Mia is late: €3,200.00', 'rule-1044'),
];

describe('compare', () => {
  test('is content when each message is there exactly once', () => {
    const { arrived, problems } = compare(all);
    expect(problems).toEqual([]);
    expect(arrived).toContainEqual({ to: 'ops', text: 'Order *1042* is late', threadKey: 'order-1042' });
    expect(arrived).toContainEqual({ to: 'sales', text: 'Order 1043', threadKey: 'order-1043' });
  });

  test('finds a message that is missing', () => {
    expect(compare(all.filter((one) => one !== sales)).problems).toEqual(['"Order 1043" to sales arrived 0 times.']);
  });

  test('finds a message that is there twice', () => {
    expect(compare([...all, sales]).problems).toEqual(['"Order 1043" to sales arrived 2 times.']);
  });

  test('finds a message in the wrong thread', () => {
    const astray = message('Ops-alerts', 'Order *1042* is late', 'order-1043');
    expect(compare(all.map((other, index) => (index === 1 ? astray : other))).problems).toEqual([
      '"Order *1042* is late" to ops arrived 0 times.',
    ]);
  });

  test('finds a greeting that did not arrive', () => {
    expect(compare(all.slice(1)).problems).toEqual(['The greeting to default arrived 0 times.']);
  });

  test('finds a message that nobody sent', () => {
    expect(compare([...all, message('Ops-alerts', 'Surprise')]).problems).toEqual([
      '1 messages arrived that nobody sent.',
    ]);
  });
});
