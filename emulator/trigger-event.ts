import type { Trigger } from './triggers';

const DAY_MS = 86_400_000;

/** The event object of a time-driven run: the instant in UTC, field by field (guides/triggers/events, read 2026-11-24). */
export function clockEvent(trigger: Trigger, now: number): Record<string, unknown> {
  const date = new Date(now);
  return {
    authMode: 'FULL',
    'day-of-month': date.getUTCDate(),
    'day-of-week': date.getUTCDay() || 7,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    month: date.getUTCMonth() + 1,
    second: date.getUTCSeconds(),
    timezone: 'UTC',
    triggerUid: trigger.id,
    'week-of-year': isoWeek(date),
    year: date.getUTCFullYear(),
  };
}

function isoWeek(date: Date): number {
  const thursday = date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS;
  const yearStart = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - yearStart) / (7 * DAY_MS)) + 1;
}
