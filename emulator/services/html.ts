import { enumOf, type EnumValue } from '../facade/enum';
import { asText, Exception, type Google, PRESENT } from '../facade/google';
import { Blob } from './blob';
import { scriptletCode } from './html-template';

/** Meta tags that a page may have (reference/html/html-output, addMetaTag, read 2026-11-24). */
const META_TAGS = ['apple-mobile-web-app-capable', 'google-site-verification', 'mobile-web-app-capable', 'viewport'];

/** A page as it leaves an execution. */
export interface HtmlOutputData {
  readonly google: 'HtmlOutput';
  readonly content: string;
  readonly title: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly metaTags: readonly { readonly name: string; readonly content: string }[];
  readonly faviconUrl: string | null;
  /** "DEFAULT" or "ALLOWALL" */
  readonly xFrameOptions: string;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

class HtmlOutput {
  readonly #google: Google;
  #content: string;
  #title = '';
  #width: number | null = null;
  #height: number | null = null;
  #faviconUrl: string | null = null;
  #xFrameOptions = 'DEFAULT';
  readonly #metaTags: { name: string; content: string }[] = [];

  constructor(google: Google, content: string) {
    this.#google = google;
    this.#content = content;
  }

  addMetaTag(name: unknown, content: unknown): this {
    if (!META_TAGS.includes(asText(name))) {
      throw new Exception('The meta tag you specified is not allowed in this context.');
    }
    this.#metaTags.push({ name: asText(name), content: asText(content) });
    return this;
  }

  append(addedContent: unknown): this {
    this.#content += asText(addedContent);
    return this;
  }

  appendUntrusted(addedContent: unknown): this {
    this.#content += escapeHtml(asText(addedContent));
    return this;
  }

  asTemplate(): HtmlTemplate {
    return new HtmlTemplate(this.#google, this.#content);
  }

  clear(): this {
    this.#content = '';
    return this;
  }

  getAs(contentType: string): Blob {
    return this.getBlob().getAs(contentType);
  }

  getBlob(): Blob {
    const { native } = this.#google;
    return new Blob(native, native.encode(this.#content, 'UTF-8'), 'text/html', `${this.#title || 'output'}.html`);
  }

  getContent(): string {
    return this.#content;
  }

  getFaviconUrl(): string | null {
    return this.#faviconUrl;
  }

  getHeight(): number | null {
    return this.#height;
  }

  getMetaTags() {
    return this.#metaTags.map(({ name, content }) => ({ getName: () => name, getContent: () => content }));
  }

  getTitle(): string {
    return this.#title;
  }

  getWidth(): number | null {
    return this.#width;
  }

  setContent(content: unknown): this {
    this.#content = asText(content);
    return this;
  }

  setFaviconUrl(iconUrl: unknown): this {
    this.#faviconUrl = asText(iconUrl);
    return this;
  }

  setHeight(height: number | null): this {
    this.#height = height;
    return this;
  }

  /** Has no effect: the sandbox is always IFRAME. */
  setSandboxMode(): this {
    return this;
  }

  setTitle(title: unknown): this {
    this.#title = asText(title);
    return this;
  }

  setWidth(width: number | null): this {
    this.#width = width;
    return this;
  }

  setXFrameOptionsMode(mode: EnumValue): this {
    this.#xFrameOptions = String(mode);
    return this;
  }

  toString(): string {
    return 'HtmlOutput';
  }

  [PRESENT](): HtmlOutputData {
    return {
      google: 'HtmlOutput',
      content: this.#content,
      title: this.#title,
      width: this.#width,
      height: this.#height,
      metaTags: this.#metaTags,
      faviconUrl: this.#faviconUrl,
      xFrameOptions: this.#xFrameOptions,
    };
  }
}

/** HTML with scriptlets. What a script sets on it, scriptlets see as variables. */
class HtmlTemplate {
  readonly #google: Google;
  readonly #raw: string;

  constructor(google: Google, raw: string) {
    this.#google = google;
    this.#raw = raw;
  }

  evaluate(): HtmlOutput {
    const variables = Object.entries(this as Readonly<Record<string, unknown>>);
    const names = ['output_', 'escape_', ...variables.map(([name]) => name)];
    const render = this.#google.compile(`${scriptletCode(this.#raw)}\nreturn output_.join('');`, names);
    const html = render([], escapeHtml, ...variables.map(([, value]) => value));
    return new HtmlOutput(this.#google, asText(html));
  }

  getCode(): string {
    return scriptletCode(this.#raw);
  }

  getCodeWithComments(): string {
    const lines = this.#raw.split('\n').map((line) => `// ${line}`);
    return `${lines.join('\n')}\n${scriptletCode(this.#raw)}`;
  }

  getRawContent(): string {
    return this.#raw;
  }
}

/** HtmlService inside an execution. */
export function htmlFacade(google: Google) {
  const file = (name: unknown): string => {
    const key = asText(name).replace(/\.html$/, '');
    const { htmlFiles } = google.bridge.info;
    const content = Object.hasOwn(htmlFiles, key) ? htmlFiles[key] : undefined;
    if (content === undefined) throw new Exception(`No HTML file named ${asText(name)} was found.`);
    return content;
  };
  const text = (source: unknown): string => {
    const bytes = Blob.bytesOf(source);
    return bytes === undefined ? asText(source ?? '') : google.native.decode(bytes, 'UTF-8');
  };
  return {
    SandboxMode: enumOf('EMULATED', 'IFRAME', 'NATIVE'),
    XFrameOptionsMode: enumOf('ALLOWALL', 'DEFAULT'),
    createHtmlOutput: (source?: unknown) => new HtmlOutput(google, text(source)),
    createHtmlOutputFromFile: (filename: unknown) => new HtmlOutput(google, file(filename)),
    createTemplate: (source: unknown) => new HtmlTemplate(google, text(source)),
    createTemplateFromFile: (filename: unknown) => new HtmlTemplate(google, file(filename)),
    getUserAgent: (): string | null => null,
  };
}
