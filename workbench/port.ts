import { createServer } from 'node:net';

/** Whether nothing listens on this port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The first free port from here upwards. */
export async function freePortFrom(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 100; candidate++) if (await isPortFree(candidate)) return candidate;
  throw new Error(`No port from ${port} to ${port + 99} is free.`);
}
