import type { Project } from './project';
import { CONTENT_TYPES, type TextOutputData } from './services/content';
import type { HtmlOutputData } from './services/html';

/** A request to a deployed web app. Scripts see no headers of it. */
export interface WebAppRequest {
  readonly method: 'GET' | 'POST';
  /** Without the question mark: "a=1&a=2". @default '' */
  readonly query?: string;
  /** What follows /exec in the path. @default none */
  readonly pathInfo?: string;
  /** @default '' */
  readonly body?: string;
  /** @default 'application/json' */
  readonly contentType?: string;
}

/** What a caller gets, after the redirect that Google puts before text outputs. The status is 200 even for errors. */
export interface WebAppResponse {
  readonly status: 200;
  readonly contentType: string;
  readonly body: string;
}

/** The event that doGet and doPost are given (guides/web, read 2026-11-24). */
export function webAppEvent({
  method,
  query = '',
  pathInfo,
  body = '',
  contentType = 'application/json',
}: WebAppRequest): object {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of [...new URLSearchParams(query), ...formFields(contentType, body)]) {
    (parameters[name] ??= []).push(value);
  }
  return {
    parameter: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values[0]])),
    parameters,
    queryString: query,
    contextPath: '',
    contentLength: method === 'POST' ? Buffer.byteLength(body) : -1,
    ...(pathInfo === undefined ? {} : { pathInfo }),
    ...(method === 'POST'
      ? {
          postData: {
            type: contentType.split(';')[0],
            length: Buffer.byteLength(body),
            contents: body,
            name: 'postData',
          },
        }
      : {}),
  };
}

const formFields = (contentType: string, body: string): Iterable<[string, string]> =>
  contentType.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body) : [];

/** Runs doGet or doPost of a project as its deployed web app would, executing as the owner. */
export function requestWebApp(project: Project, request: WebAppRequest): WebAppResponse {
  const handler = request.method === 'GET' ? 'doGet' : 'doPost';
  try {
    const output = project.run(handler, [webAppEvent(request)], { kind: 'webApp' }) as
      TextOutputData | HtmlOutputData | null | undefined;
    if (output === undefined || output === null) return errorPage('The script completed but did not return anything.');
    if (output.google === 'TextOutput') {
      return {
        status: 200,
        contentType: `${CONTENT_TYPES[output.mimeType] ?? 'text/plain'}; charset=utf-8`,
        body: output.content,
      };
    }
    if ((output as { google?: string }).google === 'HtmlOutput') {
      return { status: 200, contentType: 'text/html; charset=utf-8', body: output.content };
    }
    return errorPage('The script completed but the returned value is not a supported return type.');
  } catch (error) {
    const { name, message } = error as Error;
    return errorPage(message.startsWith('Script function not found') ? message : `${name}: ${message}`);
  }
}

const errorPage = (message: string): WebAppResponse => ({
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html><html><head><title>Error</title></head><body><div>${message.replace(/[&<>]/g, (c) => `&#${String(c.charCodeAt(0))};`)}</div></body></html>`,
});
