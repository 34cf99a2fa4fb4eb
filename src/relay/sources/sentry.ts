import { facts, firstLine, Reader, UnreadableEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * Sentry: an internal integration's webhooks (issues, issue alerts, metric alerts), and the older webhooks plugin. What
 * belongs to one issue shares a thread.
 * @see https://docs.sentry.io/organization/integrations/integration-platform/webhooks/, read 2026-11-24
 */
export const sentry: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const action = post.at('action').text;
    if (post.has('data.issue')) return [issue(post.at('data.issue'), action)];
    if (post.has('data.metric_alert')) return [metricAlert(post, action)];
    if (post.has('data.event')) return [event(post.at('data.event'), post.at('data.triggered_rule').text)];
    if (post.has('event') && post.has('project')) return [event(post.at('event'), '', post)];
    if (post.has('installation') || post.has('data.installation')) return [];
    throw new UnreadableEvent('data', 'an issue, an event or a metric alert');
  },
};

function issue(item: Reader, action: string) {
  const id = item.at('id').needed;
  return {
    id: ['issue', id, action, item.at('lastSeen').text].join('/'),
    subject: id,
    status:
      action === 'resolved'
        ? ('resolved' as const)
        : action === 'created' || action === 'unresolved'
          ? ('firing' as const)
          : ('info' as const),
    title: `${item.at('shortId').text || 'Issue'} ${action}: ${item.at('title').text}`,
    text: item.at('culprit').text,
    fields: facts(
      ['project', item.at('project.slug').text],
      ['level', item.at('level').text],
      ['times seen', item.at('count').text],
    ),
    url: item.at('web_url').text || item.at('permalink').text || item.at('url').text,
  };
}

function event(item: Reader, rule: string, plugin?: Reader) {
  const subject = item.at('issue_id').text || item.at('groupID').text || plugin?.at('id').text || '';
  return {
    id: ['event', subject, item.at('event_id').text || item.at('id').text || item.at('datetime').text].join('/'),
    subject,
    status: 'firing' as const,
    title: firstLine(item.at('title').text || plugin?.at('message').text || item.at('message').needed),
    text: item.at('culprit').text || plugin?.at('culprit').text || '',
    fields: facts(
      ['project', plugin?.at('project_name').text || item.at('project').text],
      ['level', item.at('level').text || plugin?.at('level').text || ''],
      ['environment', item.at('environment').text],
      ['rule', rule],
    ),
    url: item.at('web_url').text || item.at('issue_url').text || plugin?.at('url').text || '',
  };
}

function metricAlert(post: Reader, action: string) {
  const alert = post.at('data.metric_alert');
  const subject = `metric/${alert.at('alert_rule.id').text || alert.at('id').needed}`;
  return {
    id: [subject, alert.at('id').text, action].join('/'),
    subject,
    status: action === 'resolved' ? ('resolved' as const) : ('firing' as const),
    title: post.at('data.description_title').text || `${alert.at('title').text} ${action}`,
    text: post.at('data.description_text').text,
    fields: facts(['since', alert.at('date_started').text]),
    url: post.at('data.web_url').text,
  };
}
