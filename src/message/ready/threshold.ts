import { card, decoratedText, materialIcon, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** A number passes its limit: stock, spending, temperature. */
export const threshold: ReadyMessage = {
  id: 'threshold',
  title: 'Threshold',
  purpose: 'A number passes its limit: stock, spending, temperature.',
  template: card({
    title: '{{metric}} is {{value | number}}',
    subtitle: 'Limit {{limit | number}}',
    fallbackText: '{{metric}} is {{value | number}}, the limit is {{limit | number}}',
    sections: [
      section([
        decoratedText('<b>{{value | number}}</b> of {{limit | number}}', {
          topLabel: '{{metric}}',
          bottomLabel: '{{share | percent}} of the limit; yesterday {{before | number}}',
          startIcon: materialIcon('monitoring', { altText: 'Metric' }),
        }),
      ]),
    ],
  }),
  sample: { metric: 'Cloud spending (EUR)', value: 1_842.2, limit: 1_500, share: 1.228, before: 1_377 },
};
