import { requestWebApp, type WebAppRequest } from '../../emulator/web-app';
import { createWorld, type WorldOptions } from '../world';

/** Long enough to be taken. */
export const SECRET = 'a-secret-of-the-source';

/** The shipped script as a deployed web app, with sources and a Chat. */
export function createRelayWorld(sources: Readonly<Record<string, object>>, options: WorldOptions = {}) {
  const world = createWorld({ webAppUrl: 'https://script.example.com/macros/s/AKfyc/exec', ...options });
  world.setWebhook('ops');
  world.run('configure', { sources });
  for (const id of Object.keys(sources)) world.properties.set(`source.${id}`, SECRET);
  const request = (more: WebAppRequest): unknown => {
    const { body, contentType } = requestWebApp(world.project, more);
    return contentType.startsWith('application/json') ? JSON.parse(body) : body;
  };
  return {
    world,
    post: (
      source: string,
      body: unknown,
      { secret = SECRET, query = '', ...more }: { secret?: string; query?: string } & Partial<WebAppRequest> = {},
    ): unknown =>
      request({
        method: 'POST',
        query: `source=${source}&secret=${secret}${query}`,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...more,
      }),
    get: (query: string): unknown => request({ method: 'GET', query }),
    texts: (): string[] => world.chat.messages.map(({ text }) => text),
    threads: (): string[] => world.chat.messages.map(({ thread }) => thread),
    tick: (minutes = 1): void => {
      for (let minute = 0; minute < minutes; minute++) {
        world.clock.advance(60_000);
        world.run('tick');
      }
    },
  };
}
