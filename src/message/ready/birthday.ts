import { text } from '../builders';
import type { ReadyMessage } from './ready-message';

/** Congratulations, from a schedule and a list of dates. */
export const birthday: ReadyMessage = {
  id: 'birthday',
  title: 'Birthday',
  purpose: 'Congratulations, from a schedule and a list of dates.',
  template: text(
    '🎂 Happy birthday, *{{name}}*!{{#years}}\n{{years | plural "year" "years"}} with us: thank you.{{/years}}',
  ),
  sample: { name: 'Grace', years: 4 },
};
