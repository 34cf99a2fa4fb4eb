import { button, buttonList, card, decoratedText, each, materialIcon, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** A service does not answer any more. */
export const alertDown: ReadyMessage = {
  id: 'alert-down',
  title: 'Alert: down',
  purpose: 'A service does not answer any more.',
  template: card({
    title: '{{service}} is down',
    subtitle: 'Since {{since | time}}, {{failures | plural "failed check" "failed checks"}}',
    fallbackText: '{{service}} is down since {{since | time}}: {{reason | truncate 120}}',
    sections: [
      section([
        decoratedText('{{reason}}', {
          topLabel: 'Reason',
          wrapText: true,
          startIcon: materialIcon('error', { fill: true, altText: 'Error' }),
        }),
        decoratedText('<a href="{{url}}">{{url}}</a>', { topLabel: 'Address' }),
        each(
          'runbook',
          buttonList([button('Open the runbook', '{{runbook}}', { type: 'FILLED' }), button('Status page', '{{url}}')]),
        ),
      ]),
    ],
  }),
  sample: {
    service: 'Checkout',
    since: '2026-03-02T08:57:00Z',
    failures: 3,
    reason: 'HTTP 503 Service Unavailable',
    url: 'https://shop.example.com/health',
    runbook: 'https://wiki.example.com/runbooks/checkout',
  },
};
