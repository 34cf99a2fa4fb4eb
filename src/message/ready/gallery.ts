import { alertDown } from './alert-down';
import { alertRecovered } from './alert-recovered';
import { approval } from './approval';
import { birthday } from './birthday';
import { dailyDigest } from './daily-digest';
import { deploy } from './deploy';
import { errorReport } from './error-report';
import { formResponse } from './form-response';
import { incidentTimeline } from './incident-timeline';
import { orderLate } from './order-late';
import type { ReadyMessage } from './ready-message';
import { reminder } from './reminder';
import { threshold } from './threshold';
import { weeklyChart } from './weekly-chart';

/** The instant at which the samples are shown, so that relative times read well: a Monday morning. */
export const SAMPLE_NOW = Date.UTC(2026, 2, 2, 9, 30);

/** All ready messages, in the order in which a gallery shows them. */
export const readyMessages: readonly ReadyMessage[] = [
  alertDown,
  alertRecovered,
  orderLate,
  formResponse,
  dailyDigest,
  threshold,
  approval,
  deploy,
  errorReport,
  incidentTimeline,
  weeklyChart,
  birthday,
  reminder,
];
