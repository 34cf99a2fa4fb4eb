import type { Payload } from './payload';

const sentryIssue = {
  id: '1170820242',
  shortId: 'SHOP-1A',
  title: 'TypeError: cart is undefined',
  culprit: 'app/cart in total',
  level: 'error',
  status: 'unresolved',
  project: { id: '1', name: 'shop', slug: 'shop' },
  count: '17',
  userCount: 3,
  firstSeen: '2026-03-01T10:00:00Z',
  lastSeen: '2026-03-02T08:59:00Z',
  web_url: 'https://sentry.example.com/issues/1170820242/',
};
const incident = {
  id: 'lbkhbwn21v5q',
  name: 'Payments are slow',
  status: 'investigating',
  impact: 'major',
  shortlink: 'https://stspg.example.com/abc',
  updated_at: '2026-03-02T09:00:00Z',
  incident_updates: [
    {
      id: 'drfcwbnpxnr6',
      status: 'investigating',
      body: 'We are looking into it.',
      created_at: '2026-03-02T09:00:00Z',
    },
  ],
};
const page = { id: 'j2mfxwj97wnj', status_indicator: 'major', status_description: 'Partial System Outage' };
const invoice = {
  id: 'in_1',
  object: 'invoice',
  amount_due: 4200,
  currency: 'eur',
  customer: 'cus_9',
  status: 'open',
  hosted_invoice_url: 'https://invoice.example.com/in_1',
};

export const SERVICES: readonly Payload[] = [
  { name: 'Sentry: an issue is new', kind: 'sentry', body: { action: 'created', installation: { uuid: 'x' }, data: { issue: sentryIssue }, actor: { type: 'application', id: 'sentry', name: 'Sentry' } }, expected: [{ status: 'firing', subject: '1170820242', title: 'SHOP-1A created: TypeError: cart is undefined', fields: [['project', 'shop'], ['level', 'error'], ['times seen', '17']] }] },
  { name: 'Sentry: an issue is resolved', kind: 'sentry', body: { action: 'resolved', data: { issue: { ...sentryIssue, status: 'resolved' } } }, expected: [{ status: 'resolved', subject: '1170820242', title: 'SHOP-1A resolved: TypeError: cart is undefined' }] },
  { name: 'Sentry: an issue is assigned', kind: 'sentry', body: { action: 'assigned', data: { issue: sentryIssue } }, expected: [{ status: 'info', subject: '1170820242', title: 'SHOP-1A assigned: TypeError: cart is undefined' }] },
  { name: 'Sentry: an alert rule is triggered', kind: 'sentry', body: { action: 'triggered', data: { event: { event_id: 'e4874d664c3540c1a32eab185f12c5ab', issue_id: '1170820242', title: 'TypeError: cart is undefined', culprit: 'app/cart in total', level: 'error', environment: 'production', project: 1, web_url: 'https://sentry.example.com/e/1' }, triggered_rule: 'Very important errors' } }, expected: [{ status: 'firing', subject: '1170820242', title: 'TypeError: cart is undefined', fields: [['project', '1'], ['level', 'error'], ['environment', 'production'], ['rule', 'Very important errors']] }] },
  { name: 'Sentry: a metric alert', kind: 'sentry', body: { action: 'critical', data: { metric_alert: { id: '4', title: 'Errors', alert_rule: { id: '7', name: 'Errors' }, date_started: '2026-03-02T08:55:00Z' }, description_text: '1000 events in the last 10 minutes', description_title: 'Critical: Errors', web_url: 'https://sentry.example.com/m/4' } }, expected: [{ status: 'firing', subject: 'metric/7', title: 'Critical: Errors', text: '1000 events in the last 10 minutes' }] },
  { name: 'Sentry: the metric alert is over', kind: 'sentry', body: { action: 'resolved', data: { metric_alert: { id: '4', alert_rule: { id: '7' } }, description_title: 'Resolved: Errors', description_text: '' } }, expected: [{ status: 'resolved', subject: 'metric/7', title: 'Resolved: Errors' }] },
  { name: 'Sentry: the older plugin', kind: 'sentry', body: { id: '27379932', project: 'shop', project_name: 'Shop', culprit: 'app.cart', level: 'error', url: 'https://sentry.example.com/i/27379932', message: 'cart is undefined', event: { event_id: 'abc', title: 'cart is undefined', environment: 'production' } }, expected: [{ status: 'firing', subject: '27379932', title: 'cart is undefined', text: 'app.cart', url: 'https://sentry.example.com/i/27379932' }] },
  { name: 'Sentry: the integration is installed', kind: 'sentry', body: { action: 'created', data: { installation: { status: 'installed' } } }, expected: [] },

  { name: 'Statuspage: an incident begins', kind: 'statuspage', body: { meta: { unsubscribe: 'https://x.example.com' }, page, incident }, expected: [{ status: 'firing', subject: 'incident/lbkhbwn21v5q', title: 'Payments are slow: investigating', text: 'We are looking into it.', url: 'https://stspg.example.com/abc' }] },
  { name: 'Statuspage: it is resolved', kind: 'statuspage', body: { page, incident: { ...incident, status: 'resolved', incident_updates: [{ id: 'u2', body: 'All is well.', status: 'resolved' }, ...incident.incident_updates] } }, expected: [{ status: 'resolved', subject: 'incident/lbkhbwn21v5q', title: 'Payments are slow: resolved', text: 'All is well.' }] },
  { name: 'Statuspage: maintenance is planned', kind: 'statuspage', body: { page, incident: { ...incident, id: 'm1', name: 'Database upgrade', status: 'scheduled', impact: 'maintenance', scheduled_for: '2026-03-07T22:00:00Z' } }, expected: [{ status: 'info', subject: 'incident/m1', title: 'Database upgrade: scheduled' }] },
  { name: 'Statuspage: a component fails', kind: 'statuspage', body: { page, component_update: { created_at: '2026-03-02T09:00:00Z', new_status: 'major_outage', old_status: 'operational', id: 'k7730b5v92bv', component_id: 'rb5wq1dczvbm' }, component: { id: 'rb5wq1dczvbm', name: 'API', status: 'major_outage' } }, expected: [{ status: 'firing', subject: 'component/j2mfxwj97wnj/rb5wq1dczvbm', title: 'API: major outage', fields: [['before', 'operational'], ['page', 'Partial System Outage']] }] },
  { name: 'Statuspage: a component is back', kind: 'statuspage', body: { page, component_update: { new_status: 'operational', old_status: 'major_outage' }, component: { id: 'rb5wq1dczvbm', name: 'API', status: 'operational' } }, expected: [{ status: 'resolved', subject: 'component/j2mfxwj97wnj/rb5wq1dczvbm', title: 'API: operational' }] },

  { name: 'Stripe: a payment fails', kind: 'signed', body: { id: 'evt_1', object: 'event', api_version: '2025-09-30', created: 1772442000, livemode: true, pending_webhooks: 1, type: 'invoice.payment_failed', data: { object: invoice } }, expected: [{ status: 'firing', subject: 'in_1', title: 'invoice payment failed', fields: [['object', 'in_1'], ['amount', '42 EUR'], ['customer', 'cus_9'], ['status', 'open']], url: 'https://invoice.example.com/in_1' }] },
  { name: 'Stripe: a payment in a currency without cents', kind: 'signed', body: { id: 'evt_2', object: 'event', livemode: false, type: 'charge.succeeded', data: { object: { id: 'ch_1', amount: 5000, currency: 'jpy', description: 'Two books' } } }, expected: [{ status: 'info', subject: 'ch_1', title: 'charge succeeded', text: 'Two books', fields: [['object', 'ch_1'], ['amount', '5000 JPY'], ['mode', 'test']] }] },
  { name: 'Mailgun: a mail bounces', kind: 'signed', body: { signature: { timestamp: '1772442000', token: 't'.repeat(50), signature: 'f'.repeat(64) }, 'event-data': { event: 'failed', id: 'CPgfbmQMTCKtHW6uIWtuVe', severity: 'permanent', reason: 'bounce', recipient: 'bo@example.com', timestamp: 1772441999.2, 'delivery-status': { code: 605, message: 'No such user', description: '' }, message: { headers: { subject: 'Your order', to: 'bo@example.com' } } } }, expected: [{ status: 'firing', subject: 'bo@example.com', title: 'Mail failed: Your order', text: 'No such user' }] },
  { name: 'signed: a body of its own kind', kind: 'signed', body: { timestamp: 1772442000, signature: 'x', payload: JSON.stringify({ id: 7, title: 'Paid', status: 'resolved', url: 'https://pay.example.com/7' }) }, expected: [{ status: 'resolved', subject: '', title: 'Paid', id: '7', url: 'https://pay.example.com/7' }] },

  { name: 'generic: any JSON', kind: 'generic', body: { job: 'nightly', result: 'failed', title: 'Build failed', text: 'See the log', status: 'firing' }, expected: [{ status: 'firing', subject: '', title: 'Build failed', text: 'See the log' }] },
  { name: 'generic: a form', kind: 'generic', body: { check: 'disk', state: 'full' }, expected: [{ status: 'info', subject: '', title: 'An event' }] },
]; // prettier-ignore
