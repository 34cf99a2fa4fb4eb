import { facts, Reader, UnreadableEvent, type RelayEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * Prometheus Alertmanager's webhook, version 4: one post tells of a group of alerts. Each alert is an event of its own;
 * firing and resolved of one alert share a thread by its fingerprint.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, read 2026-11-24
 */
export const alertmanager: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const { list } = post.at('alerts');
    if (list.length === 0) throw new UnreadableEvent('alerts', 'a list of alerts');
    return list.map((alert) => readAlert(alert, post.at('externalURL').text));
  },
};

/** An alert as Alertmanager and Grafana write it. */
export function readAlert(alert: Reader, externalUrl: string): RelayEvent {
  const status = alert.at('status').needed === 'resolved' ? 'resolved' : 'firing';
  const labels = alert.at('labels');
  const annotations = alert.at('annotations');
  const name = labels.at('alertname').text || 'Alert';
  const summary = annotations.at('summary').text;
  const fingerprint =
    alert.at('fingerprint').text ||
    labels.texts
      .map(([label, value]) => `${label}=${value}`)
      .sort()
      .join(',');
  const startsAt = alert.at('startsAt').text;
  return {
    id: [fingerprint, startsAt, status].join('/'),
    subject: fingerprint,
    status,
    title: summary === '' ? name : `${name}: ${summary}`,
    text: annotations.at('description').text || annotations.at('message').text,
    fields: [
      ...labels.texts
        .filter(([label]) => label !== 'alertname')
        .map(([label, value]): [string, string] => [label, value]),
      ...facts(['since', startsAt], ['until', status === 'resolved' ? alert.at('endsAt').text : '']),
    ],
    url: alert.at('generatorURL').text || externalUrl,
  };
}
