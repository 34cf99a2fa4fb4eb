import { facts, Reader, UnreadableEvent } from '../event';
import type { SourceReader } from '../source';
import { readAlert } from './alertmanager';

/**
 * Grafana's webhook contact point: a group of alerts as Alertmanager writes it, with Grafana's own links; and the older
 * legacy alerting, one rule at a time.
 * @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/, read 2026-11-24
 */
export const grafana: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const { list } = post.at('alerts');
    if (list.length > 0) {
      return list.map((alert) => ({
        ...readAlert(alert, post.at('externalURL').text),
        url: alert.at('panelURL').text || alert.at('dashboardURL').text || alert.at('generatorURL').text,
      }));
    }
    if (!post.has('ruleName')) throw new UnreadableEvent('alerts', 'a list of alerts');
    const state = post.at('state').needed;
    const status = state === 'ok' ? 'resolved' : state === 'alerting' || state === 'no_data' ? 'firing' : 'info';
    const subject = post.at('ruleId').text || post.at('ruleName').text;
    return [
      {
        id: [
          subject,
          state,
          post
            .at('evalMatches')
            .list.map((match) => match.at('value').text)
            .join(','),
        ].join('/'),
        subject,
        status,
        title: post.at('title').text || post.at('ruleName').needed,
        text: post.at('message').text,
        fields: post
          .at('evalMatches')
          .list.flatMap((match) => facts([match.at('metric').text || 'value', match.at('value').text])),
        url: post.at('ruleUrl').text,
      },
    ];
  },
};
