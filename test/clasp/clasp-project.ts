import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessToken, startAppsScriptApi, type AppsScriptApi } from './apps-script-api';

const root = join(__dirname, '..', '..');

/** What a run of clasp came to. */
export interface ClaspRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project folder of its own with a copy of dist/, a signed-in clasp, and the API it pushes to. */
export interface ClaspProject {
  readonly scriptId: string;
  readonly folder: string;
  readonly api: AppsScriptApi;
  /** Runs the real clasp in the folder. */
  clasp(...words: string[]): Promise<ClaspRun>;
  /** Writes a file of the folder: "dist/Code.js". */
  write(path: string, text: string): void;
  remove(): Promise<void>;
}

/** Makes one. The credentials and everything clasp writes lie in a temporary folder. */
export async function createClaspProject(): Promise<ClaspProject> {
  const scriptId = `1${'a'.repeat(56)}`;
  const home = mkdtempSync(join(tmpdir(), 'chat-courier-clasp-'));
  const folder = join(home, 'project');
  mkdirSync(folder);
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, '.clasp.json'), JSON.stringify({ scriptId, rootDir: 'dist' }));
  writeFileSync(join(home, '.clasprc.json'), JSON.stringify({ tokens: { default: credentials } }));
  const api = await startAppsScriptApi(scriptId);
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    USERPROFILE: home,
    NODE_OPTIONS: `--import=${join(__dirname, 'redirect-googleapis.mjs')}`,
    FAKE_SCRIPT_API: api.url,
    NO_PROXY: '127.0.0.1',
  };
  return {
    scriptId,
    folder,
    api,
    clasp: (...words) =>
      new Promise((resolve) => {
        const program = join(root, 'node_modules', '@google', 'clasp', 'build', 'src', 'index.js');
        execFile(process.execPath, [program, ...words], { cwd: folder, env }, (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
        );
      }),
    write: (path, text) => writeFileSync(join(folder, path), text),
    async remove() {
      await api.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A far expiry: clasp does not ask Google for a new token. */
const credentials = {
  type: 'authorized_user',
  client_id: 'EXAMPLE_CLIENT.apps.googleusercontent.com',
  client_secret: 'EXAMPLE_SECRET',
  refresh_token: 'EXAMPLE_REFRESH_TOKEN',
  access_token: accessToken,
  token_type: 'Bearer',
  expiry_date: Date.UTC(2100, 0, 1),
};
