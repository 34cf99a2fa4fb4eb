import type { Platform } from '../platform/platform';
import { redact } from '../redact';
import type { Quiet } from './quiet';
import type { Request } from './requests';
import type { SendResult } from './types';

/** Entries that count what quiet hours or a mute drop; a message in parts is one. @param requests - what is dropped */
export function dropEntries(requests: readonly Request[], quiet: Quiet | undefined): Record<string, string> {
  const all = requests.flatMap(({ delivery, dropped, after }) =>
    dropped === undefined || after !== undefined ? [] : [{ to: delivery.to, hold: dropped }],
  );
  return all.length === 0 || quiet === undefined ? {} : quiet.count(all);
}

/** Counts what is dropped. Never throws: where the store refuses, the result and the log say what was dropped. */
export function countDropped({ store, log }: Platform, entries: Record<string, string>): void {
  try {
    if (Object.keys(entries).length > 0) store.write(entries);
  } catch (error) {
    log.write('warning', 'delivery.store-refused', { reason: redact(String(error)) });
  }
}

/** The result of a message that is dropped. */
export function dropped({ log }: Platform, { delivery: { to, id }, dropped: hold }: Request): SendResult {
  const until = new Date(hold?.until ?? 0).toISOString();
  log.write('info', 'delivery.dropped', { to, id, because: hold?.because });
  return {
    status: 'ignored',
    id,
    reason: `dropped: "${to}" ${hold?.because === 'mute' ? 'is muted' : 'has quiet hours'} until ${until}`,
  };
}
