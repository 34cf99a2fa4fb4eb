import { createHash, createHmac, createSign } from 'node:crypto';
import { formatWithOptions } from 'node:util';
import { deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';

/**
 * Computations without state or time that a realm cannot do itself. Bytes cross as text, one character of code 0 to
 * 255 for each byte.
 */
export interface Native {
  /** @throws {@link RangeError} the charset is not known */
  encode(text: string, charset: string): string;
  /** @throws {@link RangeError} the charset is not known */
  decode(bytes: string, charset: string): string;
  toBase64(bytes: string, webSafe: boolean): string;
  fromBase64(text: string): string;
  /** @param algorithm - "md5", "sha256" */
  digest(algorithm: string, bytes: string): string;
  hmac(algorithm: string, bytes: string, key: string): string;
  /** @param key - PEM */
  rsaSign(algorithm: string, bytes: string, key: string): string;
  gzip(bytes: string): string;
  gunzip(bytes: string): string;
  deflate(bytes: string): string;
  inflate(bytes: string): string;
  /** As the execution log shows arguments of console.log. */
  format(args: readonly unknown[]): string;
}

const CHARSETS: Readonly<Record<string, BufferEncoding>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'us-ascii': 'ascii',
  ascii: 'ascii',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'utf-16': 'utf16le',
  'utf-16le': 'utf16le',
};

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const textOf = (bytes: Buffer): string => bytes.toString('latin1');

/** Node's own implementation. */
export const native: Native = {
  encode(text, charset) {
    const encoding = CHARSETS[charset.toLowerCase()];
    if (encoding === undefined) throw new RangeError(charset);
    if (encoding === 'ascii') return Array.from(text, (c) => (c.length === 1 && c < '\u0080' ? c : '?')).join('');
    return textOf(Buffer.from(text, encoding));
  },
  decode(bytes, charset) {
    const encoding = CHARSETS[charset.toLowerCase()];
    if (encoding === 'ascii') return bytes.replace(/[\u0080-\u00ff]/g, '\ufffd');
    if (encoding !== undefined) return bytesOf(bytes).toString(encoding);
    // Whatever else the machine's ICU knows: Shift_JIS, windows-1252, …
    return new TextDecoder(charset).decode(bytesOf(bytes));
  },
  toBase64(bytes, webSafe) {
    const text = bytesOf(bytes).toString('base64');
    return webSafe ? text.replace(/\+/g, '-').replace(/\//g, '_') : text;
  },
  fromBase64: (text) => textOf(Buffer.from(text, 'base64')),
  digest: (algorithm, bytes) => textOf(createHash(algorithm).update(bytesOf(bytes)).digest()),
  hmac: (algorithm, bytes, key) => textOf(createHmac(algorithm, bytesOf(key)).update(bytesOf(bytes)).digest()),
  rsaSign: (algorithm, bytes, key) => textOf(createSign(algorithm).update(bytesOf(bytes)).sign(key)),
  gzip: (bytes) => textOf(gzipSync(bytesOf(bytes))),
  gunzip: (bytes) => textOf(gunzipSync(bytesOf(bytes))),
  deflate: (bytes) => textOf(deflateRawSync(bytesOf(bytes))),
  inflate: (bytes) => textOf(inflateRawSync(bytesOf(bytes))),
  format: (args) => formatWithOptions({ depth: 4 }, ...args),
};
