/**
 * What of SpreadsheetApp and FormApp is emulated. These services have hundreds of methods; here are those that exist, each
 * as Google documents it unless there is a note. A script that uses any other fails. A test holds this equal to what
 * executions really offer.
 */
export interface SheetCoverage {
  /** The global, or the class as Google's reference calls it. */
  readonly name: string;
  readonly methods: readonly string[];
  /** What differs, by method. */
  readonly notes: Readonly<Record<string, string>>;
}

const covers = (name: string, methods: string, notes: Readonly<Record<string, string>> = {}): SheetCoverage => ({
  name,
  methods: methods.split(' '),
  notes,
});

const NO_LOOKS = 'accepted without effect: how cells look is not kept, but for number formats';

export const SHEET_CLASSES: readonly SheetCoverage[] = [
  covers(
    'SpreadsheetApp',
    'Dimension ProtectionType create flush getActive getActiveRange getActiveSheet getActiveSpreadsheet getUi openById openByUrl',
    {
      getActive: 'in a trigger of a standalone script, null; open what the event names instead',
      getUi: 'throws in triggers of the clock, installable triggers and web apps, as at Google',
    },
  ),
  covers(
    'Spreadsheet',
    'addMenu deleteSheet getActiveSheet getFormUrl getId getName getNamedRanges getNumSheets getRange getRangeByName ' +
      'getSheetById getSheetByName getSheets getSpreadsheetLocale getSpreadsheetTimeZone getUrl insertSheet removeNamedRange rename ' +
      'setActiveSheet setNamedRange setSpreadsheetTimeZone toast',
    {
      getSpreadsheetLocale: 'always "en_US"; typed texts are read by it',
      getSheets: 'the layout is asked for once and remembered until this execution writes or flushes',
    },
  ),
  covers(
    'Sheet',
    'activate appendRow autoResizeColumns clear clearContents deleteColumn deleteColumns deleteRow deleteRows getDataRange getIndex ' +
      'getLastColumn getLastRow getMaxColumns getMaxRows getName getParent getRange getSheetId getSheetName getSheetValues hideSheet ' +
      'insertColumnAfter insertColumnBefore insertRowAfter insertRowBefore insertRows insertRowsAfter insertRowsBefore isSheetHidden ' +
      'setColumnWidth setFrozenRows setName showSheet',
    { setFrozenRows: NO_LOOKS, setColumnWidth: NO_LOOKS, autoResizeColumns: NO_LOOKS },
  ),
  covers(
    'Range',
    'clear clearContent clearNote getA1Notation getCell getColumn getDisplayValue getDisplayValues getFormula getFormulas getGridId ' +
      'getHeight getLastColumn getLastRow getNote getNotes getNumColumns getNumRows getNumberFormat getNumberFormats getRow ' +
      'getRowIndex getSheet getValue getValues getWidth isBlank merge offset setBackground setFontWeight setFormula setFormulas setNote ' +
      'setNotes setNumberFormat setNumberFormats setValue setValues setWrap',
    {
      getFormulas:
        'formulas know + - * / ^ & % comparisons, references, SUM AVERAGE MIN MAX COUNT COUNTA COUNTIF IF IFERROR AND OR NOT TODAY NOW ROUND and some texts; others are #NAME?',
      getDisplayValues: 'the locale is en_US; formats with conditions or colours show without them',
      setBackground: NO_LOOKS,
      setFontWeight: NO_LOOKS,
      setWrap: NO_LOOKS,
    },
  ),
  covers(
    'Ui',
    'Button ButtonSet alert createAddonMenu createMenu prompt showModalDialog showModelessDialog showSidebar',
    {
      alert: 'a test says what the person presses; otherwise the first button',
      createAddonMenu: 'a menu like any other',
    },
  ),
  covers('Menu', 'addItem addSeparator addSubMenu addToUi', { addSubMenu: 'its entries join the menu' }),
  covers('FormApp', 'ItemType getActiveForm openById', { ItemType: 'the seven types that are emulated' }),
  covers('Form', 'getEditUrl getId getItems getPublishedUrl getResponse getResponses getTitle'),
  covers('FormResponse', 'getEditResponseUrl getId getItemResponses getRespondentEmail getTimestamp'),
  covers('ItemResponse', 'getItem getResponse'),
  covers('Item', 'getId getTitle getType'),
];

/** What Google does in Sheets and Forms that does not happen here, or that nobody has documented. */
export const SHEET_NOTES: readonly string[] = [
  'A form submission fires onFormSubmit alone; whether Google also fires onChange is not documented.',
  'An undo fires an edit with neither value nor oldValue: the less one may rely on.',
  'The event of an edited response has the changed answers only, the others as empty texts, as people have reported.',
  'Permissions of files, protected ranges, filters, charts and conditional formats do not exist.',
];
