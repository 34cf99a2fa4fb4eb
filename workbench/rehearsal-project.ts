import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, Project, type Manifest, type ProjectOptions } from '../emulator/project';
import { dist } from './build';

/**
 * What is pushed to Apps Script as a project of the emulator, with nothing in notifications.ts. What it sends is judged
 * message by message, and what somebody has configured for their own spaces must not come between.
 *
 * @param folder - where Code.js and appsscript.json are
 */
export function rehearsalProject(
  options: Omit<ProjectOptions, 'sources' | 'program' | 'manifest'>,
  folder: string = dist,
): Project {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return new Project({
    ...options,
    program: compile([{ name: 'Code', code: withoutNotifications(read('Code.js')) }]),
    manifest: JSON.parse(read('appsscript.json')) as Manifest,
  });
}

/** Where src/main.ts hands over what notifications.ts holds. The bundler adds a number when something else has the name. */
const HANDED_OVER = /\{ \.\.\.notifications(?:\$\d+)? \}/g;

const NOTHING = '{ schedules: [], monitors: [], rules: [], sources: [], calendars: [], quietHours: [] }';

function withoutNotifications(code: string): string {
  const emptied = code.replace(HANDED_OVER, NOTHING);
  if (emptied === code)
    throw new Error(
      'Expected Code.js to hand over what notifications.ts holds as `{ ...notifications }`; found no such place. ' +
        'Run `npm run build`; if src/main.ts has changed there, workbench/rehearsal-project.ts must follow.',
    );
  return emptied;
}
