import { card, column, columns, decoratedText, image, openLink, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** The week's numbers and a chart, as an image that opens the full report. */
export const weeklyChart: ReadyMessage = {
  id: 'weekly-chart',
  title: 'Weekly chart',
  purpose: "The week's numbers and a chart, as an image that opens the full report.",
  template: card({
    title: '{{report}}',
    subtitle: '{{from | date "d MMM"}} to {{to | date "d MMM yyyy"}}',
    fallbackText: '{{report}}: {{total | number}} ({{change | percent 1}})',
    sections: [
      section([
        image('{{chartUrl}}', { altText: '{{report}}, day by day', onClick: openLink('{{reportUrl}}') }),
        columns(
          column([decoratedText('<b>{{total | number}}</b>', { topLabel: 'Total' })]),
          column([decoratedText('{{change | percent 1}}', { topLabel: 'Against last week' })]),
        ),
      ]),
    ],
  }),
  sample: {
    report: 'Orders',
    from: '2026-02-23',
    to: '2026-03-01',
    total: 1_204,
    change: 0.083,
    chartUrl: 'https://charts.example.com/orders/2026-09.png',
    reportUrl: 'https://reports.example.com/orders/2026-09',
  },
};
