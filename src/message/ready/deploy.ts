import { card, chip, chipList, decoratedText, each, materialIcon, section } from '../builders';
import type { ReadyMessage } from './ready-message';

/** A new version is out. */
export const deploy: ReadyMessage = {
  id: 'deploy',
  title: 'Deploy',
  purpose: 'A new version is out.',
  template: card({
    title: '{{service}} {{version}} is out',
    subtitle: '{{environment}}, by {{author}}',
    fallbackText: '{{service}} {{version}} is out ({{environment}}), by {{author}}',
    sections: [
      section([
        decoratedText('{{durationMs | duration}}', {
          topLabel: 'Took',
          startIcon: materialIcon('rocket_launch', { altText: 'Deploy' }),
        }),
        chipList([chip('Pipeline', '{{pipelineUrl}}'), chip('Changes', '{{compareUrl}}')]),
      ]),
      section('Changes', [each('changes', decoratedText('{{title}}', { bottomLabel: '{{author}}', wrapText: true }))], {
        collapsible: true,
        uncollapsibleWidgetsCount: 3,
      }),
    ],
  }),
  sample: {
    service: 'Checkout',
    version: 'v4.12.0',
    environment: 'production',
    author: 'Ada',
    durationMs: 254_000,
    pipelineUrl: 'https://ci.example.com/pipelines/991',
    compareUrl: 'https://git.example.com/checkout/compare/v4.11.3...v4.12.0',
    changes: [
      { title: 'Round the totals & taxes <once>', author: 'Ada' },
      { title: 'Show the delivery date', author: 'Grace' },
    ],
  },
};
