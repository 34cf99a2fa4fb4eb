import { ServiceException } from '../exception';
import { enumOf, type EnumValue } from '../facade/enum';
import { asText, checkSignature, type Google } from '../facade/google';
import type { Scopes } from '../scopes';
import type { CallContext, Caller } from './service';
import { type Answer, FormDocument, type FormItem, type FormResponseData } from './spreadsheet/form';

const ALL_FORMS = 'https://www.googleapis.com/auth/forms';
const CURRENT_ONLY = 'https://www.googleapis.com/auth/forms.currentonly';

/** A form as it crosses into an execution. */
export interface FormData {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly items: readonly FormItem[];
}

/** FormApp's forms. People submit through `FormDocument`. */
export class FormHost {
  readonly #forms = new Map<string, FormDocument>();

  constructor(
    private readonly boundTo: string | null,
    private readonly scopes: Scopes,
  ) {}

  /** The form of that id, made when first asked for. */
  form(id = this.boundTo ?? 'form-id', title = 'Untitled form'): FormDocument {
    let form = this.#forms.get(id);
    if (!form) this.#forms.set(id, (form = new FormDocument(id, title)));
    return form;
  }

  getActiveForm(context: CallContext): FormData | null {
    if (this.boundTo === null || !this.#forms.has(this.boundTo)) return null;
    this.#require(context, 'FormApp.getActiveForm', [CURRENT_ONLY, ALL_FORMS]);
    return this.#data(this.boundTo);
  }

  openById(context: CallContext, id: string): FormData {
    this.#require(context, 'FormApp.openById', [ALL_FORMS]);
    return this.#data(id);
  }

  /** Of an event's form: no scope beyond the trigger's own. */
  getForm(_context: CallContext, id: string): FormData {
    return this.#data(id);
  }

  getResponses(_context: CallContext, id: string): readonly FormResponseData[] {
    return this.#open(id).responses;
  }

  getResponse(_context: CallContext, id: string, responseId: string): FormResponseData | null {
    return this.#open(id).responses.find((response) => response.id === responseId) ?? null;
  }

  #data(id: string): FormData {
    const { title, url, items } = this.#open(id);
    return { id, title, url, items };
  }

  #open(id: string): FormDocument {
    const form = this.#forms.get(id);
    if (!form)
      throw new ServiceException(
        'No item with the given ID could be found, or you do not have permission to access it.',
      );
    return form;
  }

  /** One of these scopes is enough. */
  #require(context: CallContext, call: string, scopes: readonly string[]): void {
    const missing = this.scopes.missing(context.execution.user, scopes);
    if (missing.length < scopes.length) return;
    throw new ServiceException(
      `Specified permissions are not sufficient to call ${call}. Required permissions: ${[...scopes].reverse().join(' || ')}`,
    );
  }
}

/** FormApp inside an execution: the part that reads submissions. */
export function formFacade(google: Google) {
  const call: Caller<FormHost> = google.caller<FormHost>('FormApp');
  const ItemType = enumOf('CHECKBOX', 'DATE', 'FILE_UPLOAD', 'MULTIPLE_CHOICE', 'PARAGRAPH_TEXT', 'SCALE', 'TEXT');

  const itemOf = ({ id, title, type }: FormItem) => ({
    getId: () => id,
    getTitle: () => title,
    getType: () => (ItemType as Record<string, EnumValue>)[type],
  });
  const responseOf = (form: FormData, data: FormResponseData) => ({
    getId: () => data.id,
    getTimestamp: () => new Date(data.timestamp),
    getRespondentEmail: () => data.email,
    getEditResponseUrl: () => data.editUrl,
    getItemResponses: () =>
      form.items
        .filter(({ id }) => data.answers[id] !== undefined)
        .map((item) => ({ getItem: () => itemOf(item), getResponse: () => data.answers[item.id] as Answer })),
    toString: () => 'FormResponse',
  });
  const formOf = (data: FormData) => ({
    getId: () => data.id,
    getTitle: () => data.title,
    getEditUrl: () => data.url,
    getPublishedUrl: () => data.url.replace('/edit', '/viewform'),
    getItems: () => data.items.map(itemOf),
    getResponses: () => call('getResponses', data.id).map((response) => responseOf(data, response)),
    getResponse(responseId: unknown) {
      const found = call('getResponse', data.id, asText(responseId));
      return found === null ? null : responseOf(data, found);
    },
    toString: () => 'Form',
  });
  google.onMarker('Form', ({ formId }) => formOf(call('getForm', asText(formId))));
  google.onMarker('FormResponse', ({ formId, responseId }) => {
    const form = call('getForm', asText(formId));
    const found = call('getResponse', form.id, asText(responseId));
    return found === null ? null : responseOf(form, found);
  });

  return {
    ItemType,
    getActiveForm() {
      const data = call('getActiveForm');
      return data === null ? null : formOf(data);
    },
    openById(...args: unknown[]) {
      checkSignature('FormApp.openById', args, 'String');
      return formOf(call('openById', asText(args[0])));
    },
  };
}
