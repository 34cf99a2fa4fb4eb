import { createSheetWorld, LATE } from './sheet-world';

describe('handleEdit', () => {
  test('tells of a row whose status changes, in six service calls up to handing over', () => {
    const world = createSheetWorld();
    world.rules({ late: LATE });
    world.type(3, 2, 'Late');
    expect(world.texts()).toEqual(['Order 1002 is late']);
    world.person.undo();
    world.type(3, 2, 'Late');
    expect(world.texts()).toEqual(['Order 1002 is late', 'Order 1002 is late']);
  });

  test('says nothing of other edits, other tabs, and rows that were late before', () => {
    const world = createSheetWorld({ rows: [['Order', 'Status', 'Note'], ['1', 'Late', ''], ['2', 'Open', '']] }); // prettier-ignore
    world.rules({ late: LATE });
    world.type(2, 3, 'hello');
    world.type(3, 3, 'hello');
    world.person.addTab('Other');
    world.person.type('Other', 2, 2, 'Late');
    expect(world.texts()).toEqual([]);
  });
});
