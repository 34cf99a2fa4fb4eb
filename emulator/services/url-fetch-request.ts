import { asText, Exception } from '../facade/google';
import { FETCH_TIMEOUT_DEFAULT_SECONDS } from '../limits';
import type { Native } from '../native';
import { Blob, fromSigned } from './blob';

/** A request as it leaves an execution. */
export interface FetchRequest {
  readonly url: string;
  /** Lower case: "post". */
  readonly method: string;
  readonly contentType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Text, or bytes with one character for each. */
  readonly payload: { readonly kind: 'text' | 'bytes'; readonly data: string } | null;
  readonly muteHttpExceptions: boolean;
  readonly followRedirects: boolean;
  readonly validateHttpsCertificates: boolean;
  readonly timeoutSeconds: number;
}

const FORM = 'application/x-www-form-urlencoded';

const METHODS = ['get', 'delete', 'patch', 'post', 'put', 'head', 'options'];

/** Headers that Google's servers set and no script may. */
const OWN_HEADERS = ['host', 'content-length'];

/** Reads what a script gave `fetch`. @throws {@link Exception} in Google's words */
export function readRequest(native: Native, url: unknown, params?: unknown): FetchRequest {
  if (url === null || url === undefined || url === '') throw new Exception('Attribute provided with no value: url');
  const options = (params ?? {}) as Readonly<Record<string, unknown>>;
  const method = asText(options['method'] ?? 'get').toLowerCase();
  if (!METHODS.includes(method)) throw new Exception('Attribute provided with invalid value: method');
  const address = readUrl(asText(url), options['escaping'] !== false);
  const { payload, contentType } = readPayload(native, options['payload']);
  return {
    url: address,
    // A body is posted even where the script says get.
    method: payload && method === 'get' ? 'post' : method,
    contentType: typeof options['contentType'] === 'string' ? options['contentType'] : contentType,
    headers: readHeaders(options['headers']),
    payload,
    muteHttpExceptions: options['muteHttpExceptions'] === true,
    followRedirects: options['followRedirects'] !== false,
    validateHttpsCertificates: options['validateHttpsCertificates'] !== false,
    timeoutSeconds: Number(options['timeoutSeconds'] ?? FETCH_TIMEOUT_DEFAULT_SECONDS),
  };
}

/** What `getRequest` shows of a request. */
export function requestView(request: FetchRequest): Record<string, unknown> {
  const { url, method, contentType, headers, payload } = request;
  return {
    method,
    url,
    contentType,
    ...(payload ? { payload: payload.data } : {}),
    headers: Object.fromEntries(headers),
    useIntranet: false,
    validateHttpsCertificates: request.validateHttpsCertificates,
    followRedirects: request.followRedirects,
  };
}

function readUrl(url: string, escaping: boolean): string {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (!/^https?:\/\/[^/?#\s{}|\\^]+([/?#]|$)/i.test(withScheme)) throw new Exception(`Invalid argument: ${url}`);
  // Reserved characters that must not stand in a URL: escaped, or refused when the script said it had escaped them.
  const bad = /[\s{}|\\^"<>`]/;
  if (!bad.test(withScheme)) return withScheme;
  if (!escaping || /[{}|\\^]/.test(withScheme)) throw new Exception(`Invalid argument: ${url}`);
  return withScheme.replace(/[\s"<>`]/g, encodeURIComponent);
}

function readHeaders(headers: unknown): [string, string][] {
  if (headers === null || headers === undefined) return [];
  if (typeof headers !== 'object') throw new Exception('Attribute provided with invalid value: headers');
  return Object.entries(headers).map(([name, value]) => {
    if (value === null || value === undefined)
      throw new Exception('Attribute provided with invalid value: Header:null');
    if (OWN_HEADERS.includes(name.toLowerCase()) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) {
      throw new Exception(`Attribute provided with invalid value: Header:${name}`);
    }
    return [name, asText(value)];
  });
}

function readPayload(native: Native, payload: unknown): Pick<FetchRequest, 'payload' | 'contentType'> {
  if (payload === null || payload === undefined) return { payload: null, contentType: FORM };
  if (typeof payload === 'string') return { payload: { kind: 'text', data: payload }, contentType: FORM };
  if (Array.isArray(payload))
    return { payload: { kind: 'bytes', data: fromSigned(payload as number[]) }, contentType: FORM };
  const blob = Blob.bytesOf(payload);
  if (blob !== undefined) {
    const type = (payload as Blob).getBlob().getContentType() ?? 'application/octet-stream';
    return { payload: { kind: 'bytes', data: blob }, contentType: type };
  }
  if (typeof payload !== 'object') return { payload: { kind: 'text', data: asText(payload) }, contentType: FORM };
  const fields = Object.entries(payload);
  if (fields.some(([, value]) => Blob.bytesOf(value) !== undefined)) return multipart(native, fields);
  const pairs = fields.map(([key, value]) => `${formEncode(key)}=${formEncode(asText(value))}`);
  return { payload: { kind: 'text', data: pairs.join('&') }, contentType: FORM };
}

const formEncode = (text: string): string => encodeURIComponent(text).replace(/%20/g, '+');

/** A form that holds a blob is sent as multipart/form-data. */
function multipart(
  native: Native,
  fields: readonly (readonly [string, unknown])[],
): Pick<FetchRequest, 'payload' | 'contentType'> {
  const boundary = '----------AppsScriptFormBoundary';
  const parts = fields.map(([key, value]) => {
    const bytes = Blob.bytesOf(value);
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${key}"`;
    if (bytes === undefined) return `${native.encode(`${head}\r\n\r\n${asText(value)}`, 'UTF-8')}\r\n`;
    const blob = (value as Blob).getBlob();
    const name = blob.getName() ?? key;
    const type = blob.getContentType() ?? 'application/octet-stream';
    return `${native.encode(`${head}; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`, 'UTF-8')}${bytes}\r\n`;
  });
  return {
    payload: { kind: 'bytes', data: `${parts.join('')}--${boundary}--\r\n` },
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
