import { ServiceException } from './exception';
import type { Execution } from './execution';

const PREFIX = 'https://www.googleapis.com/auth/';

/** What each call needs; calls that are not here need nothing. By the reference's "Authorization" of each method, read 2026-11-24. */
const REQUIRED: Readonly<Record<string, string>> = {
  'UrlFetchApp.fetch': 'script.external_request',
  'UrlFetchApp.fetchAll': 'script.external_request',
  'ScriptApp.newTrigger': 'script.scriptapp',
  'ScriptApp.deleteTrigger': 'script.scriptapp',
  'ScriptApp.getProjectTriggers': 'script.scriptapp',
  'ScriptApp.getUserTriggers': 'script.scriptapp',
  'Session.getActiveUser': 'userinfo.email',
  'Session.getEffectiveUser': 'userinfo.email',
  'MailApp.sendEmail': 'script.send_mail',
  'MailApp.getRemainingDailyQuota': 'script.send_mail',
};

/** Simple triggers may use no service that needs authorisation (guides/triggers, read 2026-11-24). */
const CLOSED_TO_SIMPLE_TRIGGERS = ['script.external_request', 'script.scriptapp', 'script.send_mail'];

/** Which scopes a project has: what its manifest names, less what its user has not consented to. */
export class Scopes {
  readonly #declared: ReadonlySet<string> | null;
  readonly #withheld = new Map<string, Set<string>>();

  /** @param declared - the manifest's `oauthScopes`; without them Apps Script finds out itself what is needed */
  constructor(declared: readonly string[] | undefined) {
    this.#declared = declared === undefined ? null : new Set(declared);
  }

  /** This user has not, or no longer, consented to these scopes. */
  withhold(user: string, scopes: readonly string[]): void {
    this.#withheld.set(user, new Set([...(this.#withheld.get(user) ?? []), ...scopes]));
  }

  /** All the project asks for. */
  all(): string[] {
    return [...(this.#declared ?? new Set(Object.values(REQUIRED).map((scope) => PREFIX + scope)))];
  }

  /** This user consents to everything the project asks for. */
  consent(user: string): void {
    this.#withheld.delete(user);
  }

  /** Those of these scopes, or of all the project asks for, that this user's executions do not have. */
  missing(user: string, scopes: readonly string[] = this.all()): string[] {
    return scopes.filter((scope) => !this.#has(user, scope));
  }

  /**
   * Refuses a call that lacks its scope. Google words it differently when the manifest leaves the scope out and when the
   * user withheld it.
   *
   * @param call - "UrlFetchApp.fetch"
   * @throws {@link ServiceException}
   */
  check(call: string, { user, kind }: Pick<Execution, 'user' | 'kind'>): void {
    const required = REQUIRED[call];
    if (required === undefined) return;
    const scope = PREFIX + required;
    const isSimple = kind === 'simpleTrigger' && CLOSED_TO_SIMPLE_TRIGGERS.includes(required);
    if (!isSimple && this.#has(user, scope)) return;
    const refusal =
      this.#declared?.has(scope) === false ? 'Specified permissions are not sufficient' : 'You do not have permission';
    throw new ServiceException(`${refusal} to call ${call}. Required permissions: ${scope}`);
  }

  #has(user: string, scope: string): boolean {
    return this.#declared?.has(scope) !== false && this.#withheld.get(user)?.has(scope) !== true;
  }
}
