import type { Network } from '../network';
import type { Quotas } from '../quotas';
import type { Scopes } from '../scopes';
import type { Triggers } from '../triggers';
import { CacheHost } from './cache';
import { MailHost } from './mail';
import { FormHost } from './form-app';
import { LockHost } from './lock';
import { PropertiesHost } from './properties';
import { ScriptHost } from './script';
import { SessionHost } from './session';
import { SpreadsheetHost } from './spreadsheet-app';
import { UrlFetchHost } from './url-fetch';
import { UtilitiesHost } from './utilities';

/** What the services of one project stand on. */
export interface Grounds {
  readonly network: Network;
  readonly quotas: Quotas;
  readonly scopes: Scopes;
  readonly triggers: Triggers;
  readonly scriptId: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly webAppUrl: string | null;
  /** The id of the document the script belongs to, or null. */
  readonly boundTo: string | null;
  /** The time as it is in the project, epoch milliseconds. */
  readonly now: () => number;
}

/** The state of every service, under the name scripts know it by. */
export function createHosts(grounds: Grounds) {
  const { network, quotas, scopes, triggers, scriptId, timeZone, locale, webAppUrl, boundTo, now } = grounds;
  const userAgent = `Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: ${scriptId})`;
  return {
    PropertiesService: new PropertiesHost(quotas),
    CacheService: new CacheHost(),
    LockService: new LockHost(),
    UrlFetchApp: new UrlFetchHost(network, quotas, userAgent),
    Utilities: new UtilitiesHost(),
    ScriptApp: new ScriptHost(triggers, scopes, scriptId, webAppUrl),
    MailApp: new MailHost(quotas),
    Session: new SessionHost(timeZone, locale),
    SpreadsheetApp: new SpreadsheetHost(boundTo, scopes, timeZone, now),
    FormApp: new FormHost(boundTo, scopes),
  };
}

export type Hosts = ReturnType<typeof createHosts>;
