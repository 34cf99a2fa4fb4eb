import type { IncomingMessage } from 'node:http';
import { foreignness } from '../../../emulator/chat/guard';

const of = (host: string | undefined, origin?: string) => foreignness({ headers: { host, origin } } as IncomingMessage);

describe('foreignness', () => {
  test.each([
    ['127.0.0.1:8766', undefined],
    ['localhost:8766', undefined],
    ['LOCALHOST', undefined],
    ['[::1]:8766', undefined],
    ['127.0.0.1:8766', 'http://127.0.0.1:8766'],
    ['127.0.0.1:8766', 'http://localhost:8765'],
  ])('takes Host %s with Origin %s', (host, origin) => {
    expect(of(host, origin)).toBeUndefined();
  });

  test.each([
    [undefined, undefined],
    ['example.com', undefined],
    ['127.0.0.1.example.com:8766', undefined],
    ['127.0.0.1:8766', 'https://example.com'],
    ['127.0.0.1:8766', 'null'],
    ['127.0.0.1:8766', 'http://localhost.example.com'],
    ['127.0.0.1:8766', 'https://localhost'],
  ])('refuses Host %s with Origin %s', (host, origin) => {
    expect(of(host, origin)).toMatch(/^This server answers/);
  });
});
