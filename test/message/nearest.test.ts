import { nearestName } from '../../src/message/nearest';

const COLUMNS = ['Order', 'Order No.', 'Customer', 'Due date', 'Amount', 'Id'];

describe('nearestName', () => {
  test.each([
    ['order', 'Order'],
    ['Ordr', 'Order'],
    ['Odrer', 'Order'],
    ['Custmer', 'Customer'],
    ['dueDate', 'Due date'],
    ['due_date', 'Due date'],
    ['Amuont', 'Amount'],
    ['OrderNo', 'Order No.'],
    ['ID', 'Id'],
  ])('takes %s for %s', (name, expected) => {
    expect(nearestName(name, COLUMNS)).toBe(expected);
  });

  test.each(['Status', 'x', '', 'Price'])('finds nothing near %j', (name) => {
    expect(nearestName(name, COLUMNS)).toBeUndefined();
  });

  test('looks at the first sixty letters of a very long name', () => {
    expect(nearestName('x'.repeat(100_000), COLUMNS)).toBeUndefined();
  });
});
