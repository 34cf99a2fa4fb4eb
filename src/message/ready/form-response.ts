import { button, buttonList, card, decoratedText, each, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** Somebody submits a form; every answer is a line, the empty ones are left out. */
export const formResponse: ReadyMessage = {
  id: 'form-response',
  title: 'Form response',
  purpose: 'Somebody submits a form; every answer is a line, the empty ones are left out.',
  template: card({
    title: '{{form}}',
    subtitle: 'From {{respondent | default "somebody"}}, {{submitted | datetime}}',
    fallbackText: '{{form}}: a response from {{respondent | default "somebody"}}',
    sections: [
      section([each('answers', decoratedText('{{answer}}', { topLabel: '{{question}}', wrapText: true }))]),
      section([buttonList([button('See all responses', '{{link}}')])]),
    ],
  }),
  sample: {
    form: 'Office feedback',
    respondent: 'grace@example.com',
    submitted: '2026-03-02T10:12:00Z',
    answers: [
      { question: 'How do you like the new office?', answer: 'Very much, but <the coffee> could be better.' },
      { question: 'Days a week there', answer: 3 },
      { question: 'Anything else?', answer: '' },
    ],
    link: 'https://docs.google.com/forms/d/EXAMPLE_FORM/edit#responses',
  },
};
