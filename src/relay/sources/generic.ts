import { hashOf } from '../secret';
import { UnreadableEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * Any JSON, or a form: the source's own templates make title, message and thread of it. Two posts with the same content
 * are the same event, unless the body has an `id`.
 */
export const generic: SourceReader = {
  read(body) {
    if (typeof body !== 'object' || body === null) throw new UnreadableEvent('', 'a JSON object or a form');
    const { id, title, text, url, status } = body as Record<string, unknown>;
    const word = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
    return [
      {
        id: word(id) || hashOf(JSON.stringify(body)),
        subject: '',
        status: status === 'firing' || status === 'resolved' ? status : 'info',
        title: word(title) || 'An event',
        text: word(text),
        fields: [],
        url: word(url),
      },
    ];
  },
};
