import type { Violation } from './schema-check';

/** What Chat answers: an HTTP status, headers, a body. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** `error.status`, and the HTTP status it is sent with (google.rpc.Code). */
const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  // Google has no code for it; a status without one reads so.
  UNKNOWN: 413,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

export type ErrorStatus = keyof typeof HTTP_STATUS;

/** A refusal, before it is put into Google's shape. */
export interface Refusal {
  readonly status: ErrorStatus;
  readonly message: string;
  readonly details?: readonly unknown[];
}

/** As recorded with a 400 in 2023; Content-Type apart, all answers are taken to have them. */
const COMMON_HEADERS = [
  ['Vary', 'Origin, X-Origin, Referer'],
  ['Server', 'ESF'],
  ['Cache-Control', 'private'],
  ['X-XSS-Protection', '0'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Alt-Svc', 'h3=":443"; ma=2592000,h3-29=":443"; ma=2592000'],
] as const;

const JSON_HEADERS = [['Content-Type', 'application/json; charset=UTF-8'], ...COMMON_HEADERS] as const;
const HTML_HEADERS = [['Content-Type', 'text/html; charset=UTF-8'], ...COMMON_HEADERS] as const;

/** Indented by two spaces with a final newline, as Google writes it. */
export function jsonAnswer(status: number, value: object, isPretty = true): Answer {
  const body = isPretty ? `${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value);
  return { status, headers: JSON_HEADERS, body };
}

export function htmlAnswer(status: number, body: string): Answer {
  return { status, headers: HTML_HEADERS, body };
}

export function refusalAnswer({ status, message, details }: Refusal): Answer {
  const code = HTTP_STATUS[status];
  return jsonAnswer(code, { error: { code, message, status, ...(details && { details }) } });
}

export function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: [...answer.headers, [name, value]] };
}

/** A 400 of the JSON front end: one sentence a line, one violation each. */
export function badRequest(violations: readonly Violation[]): Refusal {
  const fieldViolations = violations.map(({ field, description }) =>
    field === undefined ? { description } : { field, description },
  );
  return {
    status: 'INVALID_ARGUMENT',
    message: violations.map(({ description }) => description).join('\n'),
    details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }],
  };
}

export function invalidArgument(message: string): Refusal {
  return { status: 'INVALID_ARGUMENT', message };
}

/** The refusal of a body that is larger than its reader takes. */
export function tooLarge({
  sizeBytes,
  mostBytes,
}: {
  readonly sizeBytes: number;
  readonly mostBytes: number;
}): Refusal {
  const [most, size] = [mostBytes, sizeBytes].map((count) => count.toLocaleString('en'));
  const message = `[emulator] Expected a body of at most ${String(most)} bytes; got ${String(size)}.`;
  return { status: 'UNKNOWN', message };
}

export const NOT_FOUND_HTML = '<h1>Not Found</h1> <h2>Error 404</h2>';

/** The refusals whose words do not depend on the request. Those marked "[emulator]" nobody has recorded. */
export const REFUSALS = {
  noKey: {
    status: 'PERMISSION_DENIED',
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other " +
      'form of API consumer identity to call this API.',
  },
  badKey: {
    status: 'INVALID_ARGUMENT',
    message: 'API key not valid. Please pass a valid API key.',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'chat.googleapis.com' },
      },
    ],
  },
  noToken: {
    status: 'PERMISSION_DENIED',
    message:
      'The API is called without a valid token. Instructions on how to use incoming webhooks can be found at ' +
      'https://developers.google.com/chat/how-tos/webhooks',
  },
  noPermission: { status: 'PERMISSION_DENIED', message: 'The caller does not have permission' },
  notFound: { status: 'NOT_FOUND', message: 'Requested entity was not found.' },
  emptyMessage: { status: 'INVALID_ARGUMENT', message: 'Message cannot be empty.' },
  badThreadName: { status: 'INVALID_ARGUMENT', message: 'The request contains an invalid thread resource name' },
  notAnObject: badRequest([
    {
      field: undefined,
      description: 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    },
  ]),
  tooFast: { status: 'RESOURCE_EXHAUSTED', message: 'Resource has been exhausted (e.g. check quota).' },
  unauthenticated: { status: 'UNAUTHENTICATED', message: '[emulator] The webhook is not authenticated.' },
  invalidToken: { status: 'INVALID_ARGUMENT', message: '[emulator] The token is not valid.' },
  otherMethod: { status: 'PERMISSION_DENIED', message: '[emulator] A webhook can only post messages.' },
  unavailable: { status: 'UNAVAILABLE', message: 'The service is currently unavailable.' },
} as const satisfies Record<string, Refusal>;

/** What a webhook or space that is gone, switched off or unknown is answered with, by the status assumed. */
export function stateRefusal(code: 400 | 401 | 403 | 404, of403: Refusal): Refusal {
  const byCode = { 400: REFUSALS.invalidToken, 401: REFUSALS.unauthenticated, 403: of403, 404: REFUSALS.notFound };
  return byCode[code];
}

const INJECTED: Readonly<Record<number, Refusal>> = {
  401: REFUSALS.unauthenticated,
  403: REFUSALS.noPermission,
  404: REFUSALS.notFound,
  429: REFUSALS.tooFast,
  503: REFUSALS.unavailable,
};

/** Google's `error.status` for an HTTP status; UNKNOWN where it has none of its own. */
function statusNameOf(code: number): string {
  return Object.entries(HTTP_STATUS).find(([, status]) => status === code)?.[0] ?? 'UNKNOWN';
}

/** An answer that a fault puts in place of Chat's. */
export function injectedAnswer(
  code: number,
  form: { readonly html: boolean; readonly body: string | undefined },
): Answer {
  if (form.html) {
    const title = `Error ${String(code)}`;
    const html = `<!DOCTYPE html>\n<html lang=en>\n<title>${title}</title>\n<p>[emulator] ${title}</p>\n`;
    return htmlAnswer(code, form.body ?? html);
  }
  if (form.body !== undefined) return { status: code, headers: JSON_HEADERS, body: form.body };
  const known = INJECTED[code];
  if (known) return refusalAnswer(known);
  const message = `[emulator] A fault answers ${String(code)}.`;
  return jsonAnswer(code, { error: { code, message, status: statusNameOf(code) } });
}
