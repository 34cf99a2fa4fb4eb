import { asText, checkSignature, type Google } from '../facade/google';
import type { CallContext } from './service';

/** What Session knows of users. */
export class SessionHost {
  constructor(
    private readonly timeZone: string,
    private readonly locale: string,
  ) {}

  getScriptTimeZone(): string {
    return this.timeZone;
  }

  getActiveUserLocale(): string {
    return this.locale;
  }

  getActiveUser(context: CallContext): string {
    return context.execution.user;
  }

  getEffectiveUser(context: CallContext): string {
    return context.execution.user;
  }

  /** Stands for the user without telling the address; Google changes it every 30 days. */
  getTemporaryActiveUserKey(context: CallContext): string {
    return Buffer.from(`temporary:${context.execution.user}`).toString('base64url');
  }
}

/** Session inside an execution. */
export function sessionFacade(google: Google) {
  const call = google.caller<SessionHost>('Session');
  const user = (email: string) => ({ getEmail: () => email, getUserLoginId: () => email, toString: () => email });
  google.onMarker('User', ({ email }) => user(asText(email)));
  return {
    getScriptTimeZone: (...args: unknown[]): string => {
      checkSignature('Session.getScriptTimeZone', args, '');
      return call('getScriptTimeZone');
    },
    getActiveUserLocale: (): string => call('getActiveUserLocale'),
    getActiveUser: () => user(call('getActiveUser')),
    getEffectiveUser: () => user(call('getEffectiveUser')),
    getTemporaryActiveUserKey: (): string => call('getTemporaryActiveUserKey'),
  };
}
