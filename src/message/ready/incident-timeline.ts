import { card, decoratedText, each, section, textParagraph } from '../builders';
import type { ReadyMessage } from './ready-message';

/** What happened, in order, when an incident is over. */
export const incidentTimeline: ReadyMessage = {
  id: 'incident-timeline',
  title: 'Incident timeline',
  purpose: 'What happened, in order, when an incident is over.',
  template: card({
    title: '{{title}}',
    subtitle: '{{durationMs | duration}}, {{severity}}',
    fallbackText: '{{title}}: over after {{durationMs | duration}}',
    sectionDividerStyle: 'NO_DIVIDER',
    sections: [
      section([textParagraph('{{summary}}')]),
      section('Timeline', [
        each(
          'events',
          decoratedText('{{what}}', { topLabel: '{{at | time}}', bottomLabel: '{{who}}', wrapText: true }),
        ),
      ]),
    ],
  }),
  sample: {
    title: 'Checkout was down',
    severity: 'severity 2',
    durationMs: 1_290_000,
    summary: 'A certificate had run out. Its renewal is watched now.',
    events: [
      { at: '2026-03-02T08:57:00Z', what: 'First failed check', who: 'Chat Courier' },
      { at: '2026-03-02T09:04:00Z', what: 'Certificate found to be out of date', who: 'Ada' },
      { at: '2026-03-02T09:18:30Z', what: 'New certificate in place', who: 'Grace' },
    ],
  },
};
