import type { SourceKind, SourceReader } from './source';
import { alertmanager } from './sources/alertmanager';
import { generic } from './sources/generic';
import { github } from './sources/github';
import { gitlab } from './sources/gitlab';
import { grafana } from './sources/grafana';
import { sentry } from './sources/sentry';
import { signed } from './sources/signed';
import { statuspage } from './sources/statuspage';
import { uptimeKuma } from './sources/uptime-kuma';

/** A ping says only that a job ran, or failed; what it means is the heartbeat monitor's. */
const ping: SourceReader = { read: () => [] };

/** How each kind of source is read. */
export const READERS: Readonly<Record<SourceKind, SourceReader>> = {
  generic,
  alertmanager,
  grafana,
  github,
  gitlab,
  'uptime-kuma': uptimeKuma,
  sentry,
  signed,
  statuspage,
  ping,
};
