import {
  button,
  buttonList,
  card,
  column,
  columns,
  decoratedText,
  each,
  section,
  textParagraph,
  unless,
} from '../builders';
import type { ReadyMessage } from './ready-message';

/** One message a day with what happened, instead of one for each row. */
export const dailyDigest: ReadyMessage = {
  id: 'daily-digest',
  title: 'Daily digest',
  purpose: 'One message a day with what happened, instead of one for each row.',
  template: card({
    title: '{{date | date "EEEE d MMMM"}}',
    subtitle: '{{late | count}} late, {{done}} done',
    fallbackText: 'Today: {{late | count}} late, {{done}} done, {{open}} open',
    sections: [
      section([
        columns(
          column([decoratedText('<b>{{done}}</b>', { topLabel: 'Done' })]),
          column([decoratedText('<b>{{open}}</b>', { topLabel: 'Open' })]),
        ),
      ]),
      section(
        'Late',
        [
          each(
            'late',
            decoratedText('{{Customer}}', {
              topLabel: 'Order {{Order}}',
              bottomLabel: 'due {{Due | date "d MMM"}}, {{Due | relative}}',
              button: button('Open', '{{Link}}', { type: 'BORDERLESS' }),
            }),
          ),
          unless('late', textParagraph('Nothing is late.')),
        ],
        { collapsible: true, uncollapsibleWidgetsCount: 5 },
      ),
      section([buttonList([button('Open the sheet', '{{sheet}}')])]),
    ],
  }),
  sample: {
    date: '2026-03-02',
    done: 31,
    open: 12,
    late: [
      { Order: 1042, Customer: 'Ada & Sons', Due: '2026-02-27', Link: 'https://example.com/orders/1042' },
      { Order: 1051, Customer: 'Hopper Ltd', Due: '2026-03-01', Link: 'https://example.com/orders/1051' },
    ],
    sheet: 'https://docs.google.com/spreadsheets/d/EXAMPLE_SHEET/edit',
  },
};
