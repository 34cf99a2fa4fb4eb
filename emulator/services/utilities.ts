import { ServiceException } from '../exception';
import { enumOf } from '../facade/enum';
import { asText, checkSignature, Exception, type Google } from '../facade/google';
import { SLEEP_MAX_MS } from '../limits';
import { Blob, fromSigned, newBlob, toSigned } from './blob';
import { formatDate, parseDate } from './date-format';
import { formatString } from './format-string';
import { parseCsv } from './csv';
import type { CallContext } from './service';
import { unzip, zip } from './zip';

/** The one call of Utilities that takes time. */
export class UtilitiesHost {
  sleep(context: CallContext, durationMs: number): null {
    if (!(durationMs >= 0 && durationMs <= SLEEP_MAX_MS)) throw new ServiceException('Invalid argument: milliseconds');
    context.readyAt(context.issuedAt + Math.floor(durationMs));
    return null;
  }
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  SHA_1: 'sha1',
  SHA_256: 'sha256',
  SHA_384: 'sha384',
  SHA_512: 'sha512',
};

/** Utilities inside an execution: all of it but `sleep` is computed on the spot. */
export function utilitiesFacade(google: Google) {
  const { native } = google;
  const call = google.caller<UtilitiesHost>('Utilities');
  const Charset = enumOf('US_ASCII', 'UTF_8');
  const DigestAlgorithm = enumOf('MD2', 'MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512');
  const MacAlgorithm = enumOf('HMAC_MD5', 'HMAC_SHA_1', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512');
  const RsaAlgorithm = enumOf('RSA_SHA_1', 'RSA_SHA_256');

  // Text is hashed as US-ASCII unless a charset is named; base64 takes it as UTF-8.
  const bytes = (value: unknown, charset: unknown, fallback: string): string => {
    if (Array.isArray(value)) return fromSigned(value as number[]);
    if (value === null || value === undefined) throw new Exception('Invalid argument: value');
    return native.encode(asText(value), charsetName(charset) ?? fallback);
  };
  const hash = (algorithm: unknown, prefix: string): string => {
    const name = HASHES[asText(algorithm).replace(prefix, '')];
    if (name === undefined) throw new Exception(`Invalid argument: algorithm`);
    return name;
  };
  const hmac = (algorithm: unknown, value: unknown, key: unknown, charset: unknown): number[] =>
    toSigned(native.hmac(hash(algorithm, 'HMAC_'), bytes(value, charset, 'US-ASCII'), bytes(key, charset, 'US-ASCII')));
  const rsa = (algorithm: unknown, value: unknown, key: unknown, charset: unknown): number[] => {
    try {
      return toSigned(native.rsaSign(hash(algorithm, 'RSA_'), bytes(value, charset, 'US-ASCII'), String(key)));
    } catch {
      throw new Exception('Invalid argument: key');
    }
  };
  const blobBytes = (source: unknown, method: string): string => {
    const found = Blob.bytesOf(source);
    if (found === undefined) checkSignature(method, [source], 'Blob');
    return found ?? '';
  };

  return {
    Charset,
    DigestAlgorithm,
    MacAlgorithm,
    RsaAlgorithm,
    sleep(...args: unknown[]): void {
      checkSignature('Utilities.sleep', args, 'number');
      call('sleep', Number(args[0]));
    },
    getUuid: (): string => google.bridge.uuid(),
    base64Encode: (data: unknown, charset?: unknown): string => native.toBase64(bytes(data, charset, 'UTF-8'), false),
    base64EncodeWebSafe: (data: unknown, charset?: unknown): string =>
      native.toBase64(bytes(data, charset, 'UTF-8'), true),
    base64Decode: (encoded: unknown): number[] =>
      toSigned(native.fromBase64(base64(encoded, /^[A-Za-z0-9+/]*={0,2}$/))),
    base64DecodeWebSafe: (encoded: unknown): number[] =>
      toSigned(native.fromBase64(base64(encoded, /^[A-Za-z0-9_-]*={0,2}$/))),
    computeDigest: (algorithm: unknown, value: unknown, charset?: unknown): number[] =>
      toSigned(native.digest(hash(algorithm, ''), bytes(value, charset, 'US-ASCII'))),
    computeHmacSignature: hmac,
    computeHmacSha256Signature: (value: unknown, key: unknown, charset?: unknown): number[] =>
      hmac('HMAC_SHA_256', value, key, charset),
    computeRsaSignature: rsa,
    computeRsaSha1Signature: (value: unknown, key: unknown, charset?: unknown): number[] =>
      rsa('RSA_SHA_1', value, key, charset),
    computeRsaSha256Signature: (value: unknown, key: unknown, charset?: unknown): number[] =>
      rsa('RSA_SHA_256', value, key, charset),
    formatDate(date: unknown, timeZone: unknown, pattern: unknown): string {
      if (Object.prototype.toString.call(date) !== '[object Date]' || typeof timeZone !== 'string') {
        checkSignature('Utilities.formatDate', [date, timeZone, pattern], 'Date,String,String');
      }
      return formatDate(date as Date, String(timeZone), String(pattern));
    },
    parseDate: (date: unknown, timeZone: unknown, pattern: unknown): Date =>
      parseDate(String(date), String(timeZone), String(pattern)),
    formatString: (template: unknown, ...values: unknown[]): string => formatString(String(template), values),
    newBlob: (data: unknown, contentType?: unknown, name?: unknown): Blob => newBlob(google, data, contentType, name),
    parseCsv: (csv: unknown, delimiter?: unknown): string[][] => parseCsv(String(csv), asText(delimiter ?? ',')),
    gzip: (source: unknown, name?: unknown): Blob =>
      new Blob(
        native,
        native.gzip(blobBytes(source, 'Utilities.gzip')),
        'application/x-gzip',
        asText(name ?? 'archive.gz'),
      ),
    ungzip: (source: unknown): Blob =>
      new Blob(native, native.gunzip(blobBytes(source, 'Utilities.ungzip')), 'application/octet-stream', null),
    zip: (sources: unknown, name?: unknown): Blob =>
      new Blob(native, zip(native, sources as Blob[]), 'application/zip', asText(name ?? 'archive.zip')),
    unzip: (source: unknown): Blob[] => unzip(native, blobBytes(source, 'Utilities.unzip')),
  };
}

function charsetName(charset: unknown): string | undefined {
  if (charset === null || charset === undefined) return undefined;
  return asText(charset).replace('_', '-');
}

function base64(encoded: unknown, alphabet: RegExp): string {
  const text = asText(encoded);
  if (!alphabet.test(text.replace(/\s/g, ''))) throw new Exception('Could not decode string.');
  return text;
}
