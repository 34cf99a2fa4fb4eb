import { notifications } from './notifications';
import type { Notifications } from './settings/notifications';

export * from './main';
export type { SendAllResult, SendItem, SendOptions, SendResult } from './delivery/types';
export type { Message } from './message/types';
export type { Notifications } from './settings/notifications';

/**
 * For a project that bundles Chat Courier as a package: what it sends by itself, in place of what stands in
 * notifications.ts. Call it at the top level of the project, so that every execution has done it before anything else.
 *
 * ```ts
 * defineNotifications({ monitors: [{ id: 'shop', url: 'https://shop.example.com/health', everyMinutes: 5, to: 'ops' }] });
 * ```
 *
 * @param mine - lists that are not given stay as they were, empty unless given before
 */
export function defineNotifications(mine: Partial<Notifications>): void {
  Object.assign(notifications, mine);
}
