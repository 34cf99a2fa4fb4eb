import { Exception, type Google } from '../facade/google';
import type { Native } from '../native';

/** Bytes as scripts see them: −128 to 127. */
export const toSigned = (bytes: string): number[] =>
  Array.from({ length: bytes.length }, (_, index) => (bytes.charCodeAt(index) << 24) >> 24);

/** Bytes as text, one character for each; takes signed and unsigned ones. */
export function fromSigned(bytes: readonly number[]): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.slice(start, start + 8192).map((byte) => byte & 0xff));
  }
  return text;
}

/** The types `setContentTypeFromExtension` and file names go by. */
const TYPES_BY_EXTENSION: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'application/xml',
  zip: 'application/zip',
};

/** Bytes with a type and a name. */
export class Blob {
  readonly #native: Native;
  #bytes: string;
  #contentType: string | null;
  #name: string | null;

  constructor(native: Native, bytes: string, contentType: string | null, name: string | null) {
    this.#native = native;
    this.#bytes = bytes;
    this.#contentType = contentType;
    this.#name = name;
  }

  /** The bytes of a blob or anything with `getBlob()`, one character each; undefined for other values. */
  static bytesOf(value: unknown): string | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    if (#bytes in value) return value.#bytes;
    const source = (value as { getBlob?: () => unknown }).getBlob?.();
    return typeof source === 'object' && source !== null && #bytes in source ? source.#bytes : undefined;
  }

  copyBlob(): Blob {
    return new Blob(this.#native, this.#bytes, this.#contentType, this.#name);
  }

  getAs(contentType: string): Blob {
    if (contentType === this.#contentType) return this.copyBlob();
    throw new Exception(
      `Blob object must have non-null data and be convertible to ${contentType}: [emulator] cannot convert.`,
    );
  }

  getBlob(): Blob {
    return this;
  }

  getBytes(): number[] {
    return toSigned(this.#bytes);
  }

  getContentType(): string | null {
    return this.#contentType;
  }

  getDataAsString(charset = 'UTF-8'): string {
    return decode(this.#native, this.#bytes, charset);
  }

  getName(): string | null {
    return this.#name;
  }

  isGoogleType(): boolean {
    return false;
  }

  setBytes(data: number[]): this {
    this.#bytes = fromSigned(data);
    return this;
  }

  setContentType(contentType: string | null): this {
    this.#contentType = contentType;
    return this;
  }

  setContentTypeFromExtension(): this {
    const extension = /\.([^.]+)$/.exec(this.#name ?? '')?.[1]?.toLowerCase();
    this.#contentType = TYPES_BY_EXTENSION[extension ?? ''] ?? null;
    return this;
  }

  setDataFromString(string: string, charset = 'UTF-8'): this {
    this.#bytes = this.#native.encode(string, charset);
    return this;
  }

  setName(name: string): this {
    this.#name = name;
    return this;
  }

  toString(): string {
    return 'Blob';
  }
}

/** Text from bytes. @throws {@link Exception} the charset is not known */
export function decode(native: Native, bytes: string, charset: string): string {
  try {
    return native.decode(bytes, charset);
  } catch {
    throw new Exception(`Invalid argument: charset`);
  }
}

/** `Utilities.newBlob`: from bytes, or from text as UTF-8. */
export function newBlob(google: Google, data: unknown, contentType?: unknown, name?: unknown): Blob {
  const { native } = google;
  const bytes = Array.isArray(data) ? fromSigned(data as number[]) : native.encode(String(data), 'UTF-8');
  const type = contentType ?? (Array.isArray(data) ? null : 'text/plain');
  return new Blob(native, bytes, type as string | null, (name ?? null) as string | null);
}
