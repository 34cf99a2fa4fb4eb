import type { IncomingMessage, ServerResponse } from 'node:http';

/** A refusal of the local Chat's own API; its text is for the person who made the request. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Reads a body as far as it is wanted, and how large it is. */
export async function readUpTo(
  request: IncomingMessage,
  limitBytes: number,
): Promise<{ readonly bytes: Buffer; readonly sizeBytes: number }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    // Read to the end all the same: a connection with unread bytes is reset, and the answer lost.
    if (sizeBytes < limitBytes) chunks.push(chunk.subarray(0, limitBytes - sizeBytes));
    sizeBytes += chunk.length;
  }
  return { bytes: Buffer.concat(chunks), sizeBytes };
}

/**
 * Reads a whole body.
 *
 * @throws {@link ApiError} 413: it is larger than `limitBytes`
 */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const { bytes, sizeBytes } = await readUpTo(request, limitBytes);
  if (sizeBytes > limitBytes) {
    const [limit, size] = [limitBytes, sizeBytes].map((count) => count.toLocaleString('en'));
    throw new ApiError(413, `Expected a body of at most ${String(limit)} bytes; got ${String(size)}.`);
  }
  return bytes;
}

/**
 * Reads a JSON body.
 *
 * @throws {@link ApiError} 400: it is no JSON
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, limitBytes);
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new ApiError(400, 'Expected a JSON body.');
  }
}

export function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Answers an error of the API: `{ error: { message } }`. What is no {@link ApiError} is a bug, and said to be one. An answer
 * that has begun already is cut off.
 */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof ApiError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, status, { error: { message } });
}

/** A request's headers in the order and casing they came in. */
export function headerPairs({ rawHeaders }: IncomingMessage): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}
