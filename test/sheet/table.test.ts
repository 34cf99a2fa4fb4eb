import { makeTable } from '../../src/sheet/table';

const source = { spreadsheetId: 's', tabId: 1, tabName: 'Orders', timeZone: 'Etc/UTC' };

test('makeTable takes the rows below the headers that have something in them', () => {
  const values = [['About'], [' Order\nnumber ', 5, ''], [1, 2], ['', ' '], [3, '']];
  expect(makeTable(values, { ...source, headerRow: 2 })).toEqual({
    ...source,
    headerRow: undefined,
    headers: ['Order number', '5', ''],
    rows: [
      { number: 3, cells: [1, 2] },
      { number: 5, cells: [3, ''] },
    ],
  });
});

test('makeTable of an empty tab has no headers and no rows', () => {
  expect(makeTable([['']], { ...source, headerRow: 1 })).toMatchObject({ headers: [''], rows: [] });
  expect(makeTable([['']], { ...source, headerRow: 3 })).toMatchObject({ headers: [], rows: [] });
});
