import type { Payload } from './payload';

const alert = {
  status: 'firing',
  labels: { alertname: 'HighLatency', severity: 'page', instance: 'web-1:9090', job: 'web' },
  annotations: {
    summary: 'Requests take 2.4 s',
    description: 'The 95th percentile of web-1 is above 1 s for 10 minutes.',
  },
  startsAt: '2026-03-02T08:55:00.123Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.com/graph?g0.expr=latency',
  fingerprint: '9a8b7c6d5e4f3a2b',
};

const group = {
  version: '4',
  groupKey: '{}:{alertname="HighLatency"}',
  truncatedAlerts: 0,
  receiver: 'chat',
  status: 'firing',
  groupLabels: { alertname: 'HighLatency' },
  commonLabels: { alertname: 'HighLatency', severity: 'page' },
  commonAnnotations: {},
  externalURL: 'https://alertmanager.example.com',
  alerts: [alert],
};

const kuma = {
  heartbeat: {
    monitorID: 7,
    status: 0,
    time: '2026-03-02 09:00:11.123',
    msg: 'timeout of 48000ms exceeded',
    important: true,
    duration: 60,
    ping: null,
    timezone: 'Europe/Paris',
    timezoneOffset: '+01:00',
    localDateTime: '2026-03-02 10:00:11',
  },
  monitor: {
    id: 7,
    name: 'Shop',
    url: 'https://shop.example.com',
    hostname: null,
    port: null,
    maxretries: 2,
    interval: 60,
    type: 'http',
    tags: [],
  },
  msg: '[Shop] [🔴 Down] timeout of 48000ms exceeded',
};

export const ALERTS: readonly Payload[] = [
  {
    name: 'Alertmanager: one alert fires',
    kind: 'alertmanager',
    body: group,
    expected: [
      {
        status: 'firing',
        subject: '9a8b7c6d5e4f3a2b',
        title: 'HighLatency: Requests take 2.4 s',
        text: 'The 95th percentile of web-1 is above 1 s for 10 minutes.',
        url: 'https://prometheus.example.com/graph?g0.expr=latency',
      },
    ],
  },
  {
    name: 'Alertmanager: it is resolved',
    kind: 'alertmanager',
    body: { ...group, status: 'resolved', alerts: [{ ...alert, status: 'resolved', endsAt: '2026-03-02T09:20:00Z' }] },
    expected: [{ status: 'resolved', subject: '9a8b7c6d5e4f3a2b', title: 'HighLatency: Requests take 2.4 s' }],
  },
  {
    name: 'Alertmanager: a group of two, one resolved',
    kind: 'alertmanager',
    body: { ...group, alerts: [alert, { ...alert, status: 'resolved', fingerprint: 'ffff000011112222', labels: { ...alert.labels, instance: 'web-2:9090' } }] },
    expected: [
      { status: 'firing', subject: '9a8b7c6d5e4f3a2b', title: 'HighLatency: Requests take 2.4 s' },
      { status: 'resolved', subject: 'ffff000011112222', title: 'HighLatency: Requests take 2.4 s' },
    ],
  },
  {
    name: 'Alertmanager: an alert without annotations and fingerprint, from an old version',
    kind: 'alertmanager',
    body: { ...group, alerts: [{ status: 'firing', labels: { alertname: 'Watchdog', severity: 'none' }, annotations: {}, startsAt: '2026-03-02T00:00:00Z', endsAt: '', generatorURL: '' }] },
    expected: [{ status: 'firing', subject: 'alertname=Watchdog,severity=none', title: 'Watchdog', url: 'https://alertmanager.example.com' }],
  },
  {
    name: 'Grafana: a rule fires',
    kind: 'grafana',
    body: {
      ...group,
      receiver: 'chat',
      orgId: 1,
      title: '[FIRING:1] Disk (grafana)',
      state: 'alerting',
      message: '**Firing**\n\nValue: A=91.2',
      externalURL: 'https://grafana.example.com/',
      version: '1',
      alerts: [
        {
          ...alert,
          labels: { alertname: 'Disk', grafana_folder: 'Servers', host: 'db-1' },
          annotations: { summary: 'db-1 is 91 % full' },
          generatorURL: 'https://grafana.example.com/alerting/grafana/abc/view?orgId=1',
          silenceURL: 'https://grafana.example.com/alerting/silence/new',
          dashboardURL: 'https://grafana.example.com/d/xyz?orgId=1',
          panelURL: 'https://grafana.example.com/d/xyz?orgId=1&viewPanel=4',
          values: { A: 91.2 },
          valueString: "[ var='A' labels={host=db-1} value=91.2 ]",
        },
      ],
    },
    expected: [{ status: 'firing', subject: '9a8b7c6d5e4f3a2b', title: 'Disk: db-1 is 91 % full', url: 'https://grafana.example.com/d/xyz?orgId=1&viewPanel=4' }],
  },
  {
    name: 'Grafana: resolved, without a panel',
    kind: 'grafana',
    body: { ...group, title: '[RESOLVED] Disk', state: 'ok', alerts: [{ ...alert, status: 'resolved', labels: { alertname: 'Disk' }, annotations: {}, generatorURL: 'https://grafana.example.com/alerting/abc', dashboardURL: '', panelURL: '' }] },
    expected: [{ status: 'resolved', subject: '9a8b7c6d5e4f3a2b', title: 'Disk', url: 'https://grafana.example.com/alerting/abc' }],
  },
  {
    name: 'Grafana: the legacy alerting',
    kind: 'grafana',
    body: { dashboardId: 1, evalMatches: [{ value: 100, metric: 'High value', tags: null }], imageUrl: '', message: 'Someone is testing', orgId: 0, panelId: 1, ruleId: 17, ruleName: 'CPU', ruleUrl: 'https://grafana.example.com/d/1', state: 'alerting', tags: {}, title: '[Alerting] CPU' },
    expected: [{ status: 'firing', subject: '17', title: '[Alerting] CPU', text: 'Someone is testing', fields: [['High value', '100']] }],
  },
  {
    name: 'Grafana: the legacy alerting, back to normal',
    kind: 'grafana',
    body: { evalMatches: [], ruleId: 17, ruleName: 'CPU', ruleUrl: 'https://grafana.example.com/d/1', state: 'ok', title: '[OK] CPU' },
    expected: [{ status: 'resolved', subject: '17', title: '[OK] CPU' }],
  },
  { name: 'Uptime Kuma: down', kind: 'uptime-kuma', body: kuma, expected: [{ status: 'firing', subject: '7', title: 'Shop is down', text: 'timeout of 48000ms exceeded' }] },
  {
    name: 'Uptime Kuma: up again',
    kind: 'uptime-kuma',
    body: { ...kuma, heartbeat: { ...kuma.heartbeat, status: 1, msg: '200 - OK', ping: 182, time: '2026-03-02 09:12:00' }, msg: '[Shop] [✅ Up] 200 - OK' },
    expected: [{ status: 'resolved', subject: '7', title: 'Shop is up', fields: [['address', 'https://shop.example.com'], ['response time', '182 ms']] }],
  },
  { name: 'Uptime Kuma: maintenance', kind: 'uptime-kuma', body: { ...kuma, heartbeat: { ...kuma.heartbeat, status: 3 } }, expected: [{ status: 'info', subject: '7', title: 'Shop is under maintenance' }] },
  { name: "Uptime Kuma: its Test button", kind: 'uptime-kuma', body: { heartbeat: null, monitor: null, msg: 'chat Testing' }, expected: [{ status: 'info', subject: '', title: 'chat Testing' }] },
  {
    name: 'Uptime Kuma: a certificate that ends soon',
    kind: 'uptime-kuma',
    body: { heartbeat: null, monitor: { id: 7, name: 'Shop' }, msg: '[Shop][https://shop.example.com] server certificate shop.example.com will expire in 7 days' },
    expected: [{ status: 'info', subject: '', title: '[Shop][https://shop.example.com] server certificate shop.example.com will expire in 7 days' }],
  },
]; // prettier-ignore
