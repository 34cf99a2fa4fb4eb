import { enumOf } from '../../facade/enum';
import { asText, checkSignature, Exception, type Google } from '../../facade/google';
import type { Caller } from '../service';
import type { SpreadsheetHost } from '../spreadsheet-app';
import type { Area } from './a1';
import type { Outline } from './document';
import { Range } from './facade-range';
import type { Sheet } from './facade-sheet';
import { Spreadsheet } from './facade-spreadsheet';
import type { Workbook } from './facade-workbook';
import { uiFacade } from './ui';

/** SpreadsheetApp inside an execution. */
export function spreadsheetFacade(google: Google) {
  const call: Caller<SpreadsheetHost> = google.caller<SpreadsheetHost>('SpreadsheetApp');
  const outlines = google.perExecution(() => new Map<string, Outline>());

  /**
   * One spreadsheet as this execution knows it. Its outline (tabs, sizes, names) is asked for once and then remembered
   * until this execution writes or flushes, as Google's "look-ahead caching" does (guides/support/best-practices, read
   * 2026-11-24): the calls that are counted are those that read or write cells.
   */
  const workbook = (id: string): Workbook => ({
    id,
    call,
    outline() {
      let known = outlines().get(id);
      if (!known) outlines().set(id, (known = call('outline', id)));
      return known;
    },
    learn(outline) {
      outlines().set(id, outline);
    },
  });
  const spreadsheetOf = (outline: Outline): Spreadsheet => {
    outlines().set(outline.id, outline);
    return new Spreadsheet(workbook(outline.id));
  };
  const active = google.perExecution<{ spreadsheet?: Spreadsheet | null }>(() => ({}));
  const getActive = (): Spreadsheet | null => {
    const held = active();
    if (held.spreadsheet === undefined) {
      const outline = call('getActive');
      held.spreadsheet = outline === null ? null : spreadsheetOf(outline);
    }
    return held.spreadsheet;
  };

  google.onMarker('Spreadsheet', ({ outline }) => spreadsheetOf(outline as Outline));
  google.onMarker('Range', ({ outline, tabId, area }) => {
    const { id } = outline as Outline;
    outlines().set(id, outline as Outline);
    return new Range(workbook(id), Number(tabId), area as Area);
  });

  return {
    ...uiFacade(call),
    getActive,
    getActiveSpreadsheet: getActive,
    getActiveSheet: (): Sheet | null => getActive()?.getActiveSheet() ?? null,
    getActiveRange(): Range | null {
      const place = call('getActiveRange');
      return place === null ? null : new Range(workbook(place.id), place.tabId, place.area);
    },
    openById(...args: unknown[]): Spreadsheet {
      checkSignature('SpreadsheetApp.openById', args, 'String');
      return spreadsheetOf(call('openById', asText(args[0])));
    },
    openByUrl(...args: unknown[]): Spreadsheet {
      checkSignature('SpreadsheetApp.openByUrl', args, 'String');
      const id = /\/spreadsheets\/d\/([\w-]+)/.exec(asText(args[0]))?.[1];
      if (id === undefined) throw new Exception('Invalid argument: url');
      return spreadsheetOf(call('openById', id));
    },
    create: (name: unknown, rows = 1000, columns = 26): Spreadsheet =>
      spreadsheetOf(call('create', asText(name), rows, columns)),
    flush(): void {
      outlines().clear();
      call('flush');
    },
    ProtectionType: enumOf('RANGE', 'SHEET'),
    Dimension: enumOf('COLUMNS', 'ROWS'),
  };
}
