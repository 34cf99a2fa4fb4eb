import { enumOf, type EnumValue } from '../facade/enum';
import { asText, PRESENT } from '../facade/google';

/** What ContentService names its types and what a browser is told. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ATOM: 'application/atom+xml',
  CSV: 'text/csv',
  ICAL: 'text/calendar',
  JAVASCRIPT: 'application/javascript',
  JSON: 'application/json',
  RSS: 'application/rss+xml',
  TEXT: 'text/plain',
  VCARD: 'text/vcard',
  XML: 'application/xml',
};

/** A text output as it leaves an execution. */
export interface TextOutputData {
  readonly google: 'TextOutput';
  readonly content: string;
  /** "JSON" */
  readonly mimeType: string;
  readonly fileName: string | null;
}

class TextOutput {
  #content: string;
  #mimeType: EnumValue;
  #fileName: string | null = null;

  constructor(content: string, mimeType: EnumValue) {
    this.#content = content;
    this.#mimeType = mimeType;
  }

  append(addedContent: unknown): this {
    this.#content += asText(addedContent);
    return this;
  }

  clear(): this {
    this.#content = '';
    return this;
  }

  downloadAsFile(filename: unknown): this {
    this.#fileName = asText(filename);
    return this;
  }

  getContent(): string {
    return this.#content;
  }

  getFileName(): string | null {
    return this.#fileName;
  }

  getMimeType(): EnumValue {
    return this.#mimeType;
  }

  setContent(content: unknown): this {
    this.#content = asText(content);
    return this;
  }

  setMimeType(mimeType: EnumValue): this {
    this.#mimeType = mimeType;
    return this;
  }

  toString(): string {
    return 'TextOutput';
  }

  [PRESENT](): TextOutputData {
    return { google: 'TextOutput', content: this.#content, mimeType: String(this.#mimeType), fileName: this.#fileName };
  }
}

/** ContentService inside an execution. */
export function contentFacade() {
  const MimeType = enumOf('ATOM', 'CSV', 'ICAL', 'JAVASCRIPT', 'JSON', 'RSS', 'TEXT', 'VCARD', 'XML');
  return {
    MimeType,
    createTextOutput: (content: unknown = '') => new TextOutput(asText(content), MimeType.TEXT),
  };
}
