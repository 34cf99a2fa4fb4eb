import { facts, Reader, UnreadableEvent } from '../event';
import type { SourceReader } from '../source';

const STATES: ReadonlyMap<string, string> = new Map([
  ['0', 'down'],
  ['1', 'up'],
  ['2', 'pending'],
  ['3', 'under maintenance'],
]);

/**
 * Uptime Kuma's webhook notification: a monitor's heartbeat, with status 0 (down), 1 (up), 2 (pending) or 3 (maintenance).
 * Its *Test* button sends a message without a heartbeat.
 * @see https://github.com/louislam/uptime-kuma/wiki/Notification-Methods, read 2026-11-24
 */
export const uptimeKuma: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const { heartbeat, monitor } = { heartbeat: post.at('heartbeat'), monitor: post.at('monitor') };
    const message = post.at('msg').text;
    if (!heartbeat.isObject) {
      if (message === '') throw new UnreadableEvent('heartbeat', 'an object');
      return [{ id: `test/${message}`, subject: '', status: 'info', title: message, text: '', fields: [], url: '' }];
    }
    const state = heartbeat.at('status').needed;
    const name = monitor.at('name').text || message;
    const word = STATES.get(state) ?? `in state ${state}`;
    const subject = monitor.at('id').text || name;
    return [
      {
        id: [subject, state, heartbeat.at('time').text].join('/'),
        subject,
        status: state === '0' ? 'firing' : state === '1' ? 'resolved' : 'info',
        title: `${name} is ${word}`,
        text: heartbeat.at('msg').text,
        fields: facts(
          ['address', monitor.at('url').text || monitor.at('hostname').text],
          ['response time', heartbeat.at('ping').text === '' ? '' : `${heartbeat.at('ping').text} ms`],
        ),
        url: monitor.at('url').text,
      },
    ];
  },
};
