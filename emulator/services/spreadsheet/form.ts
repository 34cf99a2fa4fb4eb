import type { Project } from '../../project';
import type { FormSubmitEvent, SheetFormSubmitEvent } from './events';
import type { SpreadsheetDocument } from './document';
import { type EventHabits, fireSource } from './person';
import type { Tab } from './tab';

export type ItemType = 'TEXT' | 'PARAGRAPH_TEXT' | 'MULTIPLE_CHOICE' | 'CHECKBOX' | 'DATE' | 'SCALE' | 'FILE_UPLOAD';

/** A question. */
export interface FormItem {
  readonly id: number;
  readonly title: string;
  readonly type: ItemType;
}

/** Several texts for checkboxes; ids of Drive files for uploads. */
export type Answer = string | readonly string[];

/** One submission. */
export interface FormResponseData {
  readonly id: string;
  readonly timestamp: number;
  readonly email: string;
  /** By the item's id; questions left out are not there. */
  readonly answers: Readonly<Record<number, Answer>>;
  readonly editUrl: string;
}

/** A form, with the spreadsheet that keeps its answers if it has one. */
export class FormDocument {
  readonly items: FormItem[] = [];
  readonly responses: FormResponseData[] = [];
  collectsEmail = false;
  #destination: { spreadsheet: SpreadsheetDocument; tab: Tab; rows: Map<string, number> } | null = null;

  constructor(
    readonly id: string,
    readonly title: string,
  ) {}

  get url(): string {
    return `https://docs.google.com/forms/d/${this.id}/edit`;
  }

  addItem(title: string, type: ItemType = 'TEXT'): this {
    this.items.push({ id: 100 + this.items.length, title, type });
    return this;
  }

  /** Answers are also kept in a new tab of this spreadsheet, one row each. */
  linkTo(spreadsheet: SpreadsheetDocument, tabName = 'Form Responses 1'): Tab {
    const tab = spreadsheet.addTab(tabName);
    ['Timestamp', ...(this.collectsEmail ? ['Email Address'] : []), ...this.items.map(({ title }) => title)].forEach(
      (header, index) => {
        tab.set(1, index + 1, { value: header });
      },
    );
    spreadsheet.formUrl = this.url;
    this.#destination = { spreadsheet, tab, rows: new Map() };
    return tab;
  }

  /**
   * Someone submits the form, or edits an earlier response. Fires the form's triggers and those of the linked
   * spreadsheet.
   *
   * @param answers - by question title
   */
  submit(
    project: Project,
    answers: Readonly<Record<string, Answer>>,
    {
      email = '',
      editOf,
      habits = { doubled: false, lost: false },
    }: { email?: string; editOf?: string; habits?: EventHabits } = {},
  ): FormResponseData {
    const previous = this.responses.find(({ id }) => id === editOf);
    const id = previous?.id ?? `response-${String(this.responses.length + 1)}`;
    const given = this.items.flatMap((item) =>
      answers[item.title] === undefined ? [] : [[item.id, answers[item.title] as Answer]],
    );
    const response: FormResponseData = {
      id,
      timestamp: project.clock.now(),
      email,
      answers: { ...previous?.answers, ...(Object.fromEntries(given) as Record<number, Answer>) },
      editUrl: `${this.url.replace('/edit', '/viewform')}?edit2=${id}`,
    };
    if (previous) this.responses[this.responses.indexOf(previous)] = response;
    else this.responses.push(response);
    const sheetEvent = this.#keep(response, previous);
    const marker = { formId: this.id, responseId: id };
    const event: FormSubmitEvent = {
      authMode: 'FULL',
      source: { google: 'Form', ...marker },
      response: { google: 'FormResponse', ...marker },
    };
    if (sheetEvent && this.#destination)
      fireSource(project, 'ON_FORM_SUBMIT', this.#destination.spreadsheet.id, sheetEvent, habits);
    fireSource(project, 'ON_FORM_SUBMIT', this.id, event, habits);
    return response;
  }

  #keep(response: FormResponseData, previous: FormResponseData | undefined): SheetFormSubmitEvent | null {
    if (!this.#destination) return null;
    const { spreadsheet, tab, rows } = this.#destination;
    const row = rows.get(response.id) ?? tab.lastRow + 1;
    rows.set(response.id, row);
    spreadsheet.enter(tab, row, 1, { date: response.timestamp });
    const first = this.collectsEmail ? 3 : 2;
    if (this.collectsEmail) spreadsheet.enter(tab, row, 2, response.email);
    this.items.forEach((item, index) => {
      spreadsheet.enter(tab, row, first + index, cellText(item, response.answers[item.id]));
    });
    const area = { row, column: 1, rows: 1, columns: first + this.items.length - 1 };
    const shown = spreadsheet.displayValues(tab, area)[0] ?? [];
    const headers = spreadsheet.displayValues(tab, { ...area, row: 1 })[0] ?? [];
    // Of an edited response the event has the changed answers only; the others come as empty texts (reported by others).
    const values = shown.map((text, column) => {
      const item = this.items[column - first + 1];
      const same =
        item && previous && cellText(item, previous.answers[item.id]) === cellText(item, response.answers[item.id]);
      return same === true ? '' : text;
    });
    const outline = spreadsheet.outline();
    return {
      authMode: 'FULL',
      source: { google: 'Spreadsheet', outline },
      range: { google: 'Range', outline, tabId: tab.id, area },
      values,
      namedValues: Object.fromEntries(headers.map((header, column) => [header, [values[column] ?? '']])),
    };
  }
}

function cellText(item: FormItem, answer: Answer | undefined): string {
  if (answer === undefined) return '';
  const texts = typeof answer === 'string' ? [answer] : answer;
  return texts
    .map((text) => (item.type === 'FILE_UPLOAD' ? `https://drive.google.com/open?id=${text}` : text))
    .join(', ');
}
