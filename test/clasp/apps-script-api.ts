import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAppsScript } from '../script';

/** A file as the Apps Script API carries it. */
export interface ScriptFile {
  /** Without extension: "Code". */
  readonly name: string;
  readonly type: 'SERVER_JS' | 'HTML' | 'JSON';
  readonly source: string;
}

/** A deployment as the Apps Script API answers it. */
interface Deployment {
  readonly deploymentId: string;
  deploymentConfig: Readonly<Record<string, unknown>>;
}

interface Project {
  readonly scriptId: string;
  files: readonly ScriptFile[];
  readonly versions: { versionNumber: number; description: string }[];
  readonly deployments: Deployment[];
}

/** The Apps Script API as clasp uses it, on this machine. It opens no connection of its own. */
export interface AppsScriptApi {
  /** Where it listens, with a slash at the end. */
  readonly url: string;
  /** Every request, "PUT /v1/projects/ID/content 200", in order. */
  readonly requests: readonly string[];
  /** What the project holds, in the order it was pushed. */
  files(scriptId: string): readonly ScriptFile[];
  /** What the versions of the project are called. */
  versions(scriptId: string): readonly string[];
  close(): Promise<void>;
}

/** The one access token it knows. */
export const accessToken = 'EXAMPLE_ACCESS_TOKEN';

/** Starts it with one new project, which holds what Google puts into a new project. */
export async function startAppsScriptApi(scriptId: string): Promise<AppsScriptApi> {
  const projects = new Map([[scriptId, newProject(scriptId)]]);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { status, answer } = answerTo(request, body, projects);
      requests.push(`${request.method} ${request.url} ${status}`);
      send(response, status, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const projectOf = (id: string) => {
    const project = projects.get(id);
    if (project === undefined) throw new Error(`There is no project ${id}.`);
    return project;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    files: (id) => projectOf(id).files,
    versions: (id) => projectOf(id).versions.map(({ description }) => description),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const newProject = (scriptId: string): Project => ({
  scriptId,
  files: [
    { name: 'appsscript', type: 'JSON', source: '{"timeZone":"America/New_York","runtimeVersion":"V8"}' },
    { name: 'Code', type: 'SERVER_JS', source: 'function myFunction() {\n}\n' },
  ],
  versions: [],
  deployments: [{ deploymentId: 'HEAD', deploymentConfig: { scriptId } }],
});

interface Answer {
  readonly status: number;
  readonly answer: unknown;
}

const ok = (answer: unknown): Answer => ({ status: 200, answer });

function refuse(code: number, status: string, message: string): Answer {
  const errors = [{ message, domain: 'global', reason: status.toLowerCase() }];
  return { status: code, answer: { error: { code, message, status, errors } } };
}

const invalid = (message: string) => refuse(400, 'INVALID_ARGUMENT', message);

function answerTo(request: IncomingMessage, body: string, projects: ReadonlyMap<string, Project>): Answer {
  if (request.headers.authorization !== `Bearer ${accessToken}`) {
    return refuse(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  }
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/oauth2/v2/userinfo') return ok({ id: '1', email: 'ada@example.com' });
  const [, id = '', part, item] = /^\/v1\/projects\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const project = projects.get(id);
  if (project === undefined) return refuse(404, 'NOT_FOUND', 'Requested entity was not found.');
  const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
  switch (`${request.method} ${part ?? ''}`) {
    case 'GET ':
      return ok({ scriptId: id, title: 'Chat Courier' });
    case 'GET content':
      return ok({ scriptId: id, files: project.files });
    case 'PUT content':
      return putContent(project, sent['files']);
    case 'POST versions': {
      const version = { versionNumber: project.versions.length + 1, description: text(sent['description']) };
      project.versions.push(version);
      return ok({ scriptId: id, ...version, createTime: '2026-03-02T09:00:00Z' });
    }
    case 'GET versions':
      return ok({ versions: project.versions.map((version) => ({ scriptId: id, ...version })) });
    case 'POST deployments': {
      const deployment = { deploymentId: `deployment-${project.deployments.length}`, deploymentConfig: sent };
      project.deployments.push(deployment);
      return ok(deployment);
    }
    case 'GET deployments':
      return ok({ deployments: project.deployments });
    case 'PUT deployments': {
      const deployment = project.deployments.find(({ deploymentId }) => deploymentId === item);
      if (deployment === undefined) return refuse(404, 'NOT_FOUND', 'Requested entity was not found.');
      deployment.deploymentConfig = sent['deploymentConfig'] as Deployment['deploymentConfig'];
      return ok(deployment);
    }
    default:
      return refuse(404, 'NOT_FOUND', 'Requested entity was not found.');
  }
}

/** Takes a whole project or nothing, as strictly as the save-time parser is known to be. */
function putContent(project: Project, files: unknown): Answer {
  if (!Array.isArray(files)) return invalid('Invalid value at files.');
  const names = new Set<string>();
  for (const { name, type, source } of files as ScriptFile[]) {
    if (!['SERVER_JS', 'HTML', 'JSON'].includes(type)) return invalid(`Unknown file type ${String(type)}.`);
    if (names.has(name)) return invalid(`A file with this name already exists: ${name}`);
    names.add(name);
    if (type === 'JSON' && name !== 'appsscript') return invalid(`Unexpected JSON file ${name}.`);
    if (type === 'SERVER_JS') {
      try {
        parseAppsScript(source);
      } catch (error) {
        const { message, loc } = error as SyntaxError & { loc: { line: number } };
        return invalid(`Syntax error: ${message} line: ${loc.line} file: ${name}`);
      }
    }
  }
  if (!names.has('appsscript')) return invalid('Project contents must include a manifest file named appsscript.');
  project.files = files as ScriptFile[];
  return ok({ scriptId: project.scriptId, files });
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(answer));
}
