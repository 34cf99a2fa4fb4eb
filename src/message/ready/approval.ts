import { button, buttonList, card, decoratedText, section, textParagraph } from '../builders';
import type { ReadyMessage } from './ready-message';

/** Somebody asks for a decision; the buttons open a page, as a webhook can receive no click. */
export const approval: ReadyMessage = {
  id: 'approval',
  title: 'Approval',
  purpose: 'Somebody asks for a decision; the buttons open a page, as a webhook can receive no click.',
  template: card({
    title: '{{person}} asks for approval',
    subtitle: '{{subject}}',
    fallbackText: '{{person}} asks for approval: {{subject}}, {{amount | currency EUR}}',
    sections: [
      section([
        decoratedText('{{amount | currency EUR}}', { topLabel: 'Amount' }),
        decoratedText('{{answerBy | date "EEEE d MMMM"}}', {
          topLabel: 'Answer by',
          bottomLabel: '{{answerBy | relative}}',
        }),
        textParagraph('{{reason}}'),
        buttonList([button('Approve', '{{approveUrl}}', { type: 'FILLED' }), button('Decline', '{{declineUrl}}')]),
      ]),
    ],
  }),
  sample: {
    person: 'Grace',
    subject: 'A new laptop',
    amount: 1_649,
    answerBy: '2026-03-06',
    reason: 'The old one is from 2019 and takes ten minutes to build.',
    approveUrl: 'https://forms.example.com/approve?id=77&answer=yes',
    declineUrl: 'https://forms.example.com/approve?id=77&answer=no',
  },
};
