import { button, buttonList, card, decoratedText, materialIcon, section, textParagraph } from '../builders';
import type { ReadyMessage } from './ready-message';

/** A script or a job failed. */
export const errorReport: ReadyMessage = {
  id: 'error-report',
  title: 'Error report',
  purpose: 'A script or a job failed.',
  template: card({
    title: '{{script}} failed',
    subtitle: '{{failedAt | datetime}}',
    fallbackText: '{{script}} failed: {{message | truncate 160}}',
    sections: [
      section([
        decoratedText('{{message}}', {
          topLabel: 'Error',
          wrapText: true,
          startIcon: materialIcon('bug_report', { altText: 'Error' }),
        }),
        textParagraph('<pre><code>{{stack | truncate 1500}}</code></pre>', { maxLines: 6 }),
        buttonList([button('Open the log', '{{logUrl}}')]),
      ]),
    ],
  }),
  sample: {
    script: 'Nightly import',
    failedAt: '2026-03-02T02:00:07Z',
    message: 'TypeError: Cannot read properties of undefined (reading "rows")',
    stack: 'at readSheet (Import:12:9)\nat runImport (Import:40:3)',
    logUrl: 'https://script.google.com/home/executions',
  },
};
