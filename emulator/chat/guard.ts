import type { IncomingMessage } from 'node:http';

/** The names by which a machine calls itself. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Why a request is not from this machine's own programs and pages; undefined when it is. A page on the web can make a
 * browser send requests here, but not without an Origin of its own; and a name that points to 127.0.0.1 shows in Host.
 */
export function foreignness({ headers }: IncomingMessage): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !LOOPBACK.test(host))
    return `This server answers only to 127.0.0.1 and localhost, not to the Host ${host ?? '(none)'}.`;
  if (origin === undefined) return undefined;
  const isOwn = /^http:\/\//i.test(origin) && LOOPBACK.test(origin.slice('http://'.length));
  return isOwn ? undefined : `This server answers no pages of ${origin}.`;
}
