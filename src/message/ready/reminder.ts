import { text } from '../builders';
import type { ReadyMessage } from './ready-message';

/** What is about to happen, with a list of what to do. */
export const reminder: ReadyMessage = {
  id: 'reminder',
  title: 'Reminder',
  purpose: 'What is about to happen, with a list of what to do.',
  template: text(
    '⏰ *{{what}}* {{when | relative}} ({{when | time}})\n{{#tasks}}\n* {{.}}\n{{/tasks}}\n{{#link}}<{{link}}|Open the agenda>{{/link}}',
  ),
  sample: {
    what: 'Weekly review',
    when: '2026-03-02T10:00:00Z',
    tasks: ['Close last week', 'Update the board', 'Bring one question'],
    link: 'https://docs.example.com/agenda',
  },
};
