import { DAILY_QUOTAS, DAY_MS, type DailyQuotas } from './limits';
import { ServiceException } from './exception';

/** What each quota's refusal calls it: "Service invoked too many times for one day: urlfetch." */
const QUOTA_NAMES: Readonly<Record<Exclude<keyof DailyQuotas, 'triggerRuntimeMs'>, string>> = {
  urlFetchCalls: 'urlfetch',
  propertyReadsAndWrites: 'properties',
  emailRecipients: 'email',
};

type Metered = keyof DailyQuotas;

/** A user's daily quotas: each starts with its first use and is whole again 24 hours later. */
export class Quotas {
  readonly limits: Readonly<DailyQuotas>;
  readonly #used = new Map<Metered, { since: number; amount: number }>();

  constructor(account: 'consumer' | 'workspace', changes: Partial<DailyQuotas> = {}) {
    this.limits = { ...DAILY_QUOTAS[account], ...changes };
  }

  /** What is used up of a quota at this instant. */
  used(quota: Metered, now: number): number {
    const entry = this.#used.get(quota);
    return entry && now - entry.since < DAY_MS ? entry.amount : 0;
  }

  /** What is left of a quota at this instant; never below 0. */
  left(quota: Metered, now: number): number {
    return Math.max(0, this.limits[quota] - this.used(quota, now));
  }

  /** Notes use without refusing it. */
  note(quota: Metered, amount: number, now: number): void {
    const entry = this.#used.get(quota);
    if (entry && now - entry.since < DAY_MS) entry.amount += amount;
    else this.#used.set(quota, { since: now, amount });
  }

  /** @throws {@link ServiceException} less than `amount` is left; then nothing is used */
  spend(quota: keyof typeof QUOTA_NAMES, amount: number, now: number): void {
    if (amount > this.left(quota, now)) {
      throw new ServiceException(`Service invoked too many times for one day: ${QUOTA_NAMES[quota]}.`);
    }
    this.note(quota, amount, now);
  }
}
