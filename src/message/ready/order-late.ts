import {
  button,
  buttonList,
  card,
  column,
  columns,
  decoratedText,
  materialIcon,
  section,
  textParagraph,
} from '../builders';
import type { ReadyMessage } from './ready-message';

/** A row of a sheet passes its due date. */
export const orderLate: ReadyMessage = {
  id: 'order-late',
  title: 'Order late',
  purpose: 'A row of a sheet passes its due date.',
  template: card({
    title: 'Order {{Order}} is late',
    subtitle: '{{Customer}}',
    fallbackText: 'Order {{Order}} of {{Customer}} was due {{Due | relative}}',
    sections: [
      section([
        columns(
          column([
            decoratedText('{{Due | date "EEE d MMM"}}', {
              topLabel: 'Due',
              bottomLabel: '{{Due | relative}}',
              startIcon: materialIcon('schedule', { altText: 'Due' }),
            }),
          ]),
          column([
            decoratedText('{{Amount | currency EUR}}', {
              topLabel: 'Amount',
              startIcon: materialIcon('payments', { altText: 'Amount' }),
            }),
          ]),
        ),
        decoratedText('{{Assignee | default "nobody"}}', { topLabel: 'Assigned to' }),
        textParagraph('{{Notes}}', { maxLines: 3 }),
        buttonList([button('Open the row', '{{Link}}')]),
      ]),
    ],
  }),
  sample: {
    Order: 1042,
    Customer: 'Ada & Sons',
    Due: '2026-02-27',
    Amount: 1280.5,
    Assignee: 'Grace',
    Notes: 'The supplier promised Tuesday.\nCall before delivery.',
    Link: 'https://docs.google.com/spreadsheets/d/EXAMPLE_SHEET/edit#gid=0&range=A42',
  },
};
