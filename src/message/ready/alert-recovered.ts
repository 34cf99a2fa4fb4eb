import { card, decoratedText, materialIcon, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** A service answers again; goes into the thread of "Alert: down". */
export const alertRecovered: ReadyMessage = {
  id: 'alert-recovered',
  title: 'Alert: recovered',
  purpose: 'A service answers again; goes into the thread of "Alert: down".',
  template: card({
    title: '{{service}} is up again',
    subtitle: 'After {{downMs | duration}}',
    fallbackText: '{{service}} is up again after {{downMs | duration}}',
    sections: [
      section([
        decoratedText('{{since | time}} to {{until | time}}', {
          topLabel: 'Down',
          startIcon: materialIcon('check_circle', { fill: true, altText: 'Recovered' }),
        }),
        decoratedText('{{responseMs | number 0}} ms', { topLabel: 'Answer now takes' }),
      ]),
    ],
  }),
  sample: {
    service: 'Checkout',
    since: '2026-03-02T08:57:00Z',
    until: '2026-03-02T09:18:30Z',
    downMs: 1_290_000,
    responseMs: 182,
  },
};
