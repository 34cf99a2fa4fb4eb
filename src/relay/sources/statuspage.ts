import { facts, Reader, UnreadableEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * Atlassian Statuspage's webhook subscription: an incident's update, or a component's change of state.
 * @see https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/, read 2026-11-24
 */
export const statuspage: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const pageId = post.at('page.id').text;
    if (post.has('incident')) {
      const incident = post.at('incident');
      const [update] = incident.at('incident_updates').list;
      const status = incident.at('status').needed;
      return [
        {
          id: [
            'incident',
            incident.at('id').needed,
            update?.at('id').text || status,
            incident.at('updated_at').text,
          ].join('/'),
          subject: `incident/${incident.at('id').text}`,
          status: ['resolved', 'completed', 'postmortem'].includes(status)
            ? 'resolved'
            : ['scheduled', 'in_progress', 'verifying'].includes(status)
              ? 'info'
              : 'firing',
          title: `${incident.at('name').text}: ${status.replace(/_/g, ' ')}`,
          text: update?.at('body').text ?? '',
          fields: facts(['impact', incident.at('impact').text], ['page', post.at('page.status_description').text]),
          url: incident.at('shortlink').text,
        },
      ];
    }
    if (!post.has('component')) throw new UnreadableEvent('incident', 'an incident or a component');
    const component = post.at('component');
    const state = (post.at('component_update.new_status').text || component.at('status').needed).replace(/_/g, ' ');
    const before = post.at('component_update.old_status').text.replace(/_/g, ' ');
    return [
      {
        id: ['component', component.at('id').needed, state, post.at('component_update.created_at').text].join('/'),
        subject: `component/${pageId}/${component.at('id').text}`,
        status: state === 'operational' ? 'resolved' : state === 'under maintenance' ? 'info' : 'firing',
        title: `${component.at('name').text}: ${state}`,
        text: '',
        fields: facts(['before', before], ['page', post.at('page.status_description').text]),
        url: '',
      },
    ];
  },
};
