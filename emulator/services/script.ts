import { ServiceException } from '../exception';
import { enumOf, type EnumValue } from '../facade/enum';
import { asText, checkSignature, Exception, type Google } from '../facade/google';
import { TRIGGERS_MAX } from '../limits';
import type { Scopes } from '../scopes';
import type { Trigger, Triggers } from '../triggers';
import type { CallContext, Caller } from './service';
import { TriggerBuilder } from './trigger-builder';

/** A trigger as it crosses into an execution. */
export interface TriggerData {
  readonly id: string;
  readonly handler: string;
  readonly source: string;
  readonly event: string;
  readonly sourceId: string;
}

const dataOf = ({ id, handler, spec }: Trigger): TriggerData =>
  'clock' in spec ? { id, handler, source: 'CLOCK', event: 'CLOCK', sourceId: '' } : { id, handler, ...spec };

/** ScriptApp's triggers, authorisation and project data. */
export class ScriptHost {
  constructor(
    private readonly triggers: Triggers,
    private readonly scopes: Scopes,
    private readonly scriptId: string,
    private readonly webAppUrl: string | null,
  ) {}

  newTrigger(context: CallContext, handler: string, spec: Trigger['spec']): TriggerData {
    if (this.triggers.list(context.execution.user).length >= TRIGGERS_MAX) {
      throw new ServiceException(
        'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
      );
    }
    return dataOf(this.triggers.add(handler, context.execution.user, spec, context.now));
  }

  getProjectTriggers(context: CallContext): TriggerData[] {
    return this.triggers.list(context.execution.user).map(dataOf);
  }

  getUserTriggers(context: CallContext, sourceId: string): TriggerData[] {
    return this.getProjectTriggers(context).filter((trigger) => trigger.sourceId === sourceId);
  }

  deleteTrigger(context: CallContext, id: string): null {
    if (this.triggers.list(context.execution.user).some((trigger) => trigger.id === id)) this.triggers.delete(id);
    return null;
  }

  /** Those of the scopes, or of all the project asks for, that lack the user's consent. */
  missingScopes({ execution }: CallContext, scopes: readonly string[] | null): string[] {
    return this.scopes.missing(execution.user, scopes ?? undefined);
  }

  invalidateAuth({ execution }: CallContext): null {
    this.scopes.withhold(execution.user, this.scopes.all());
    return null;
  }

  getScriptId(): string {
    return this.scriptId;
  }

  getServiceUrl(): string | null {
    return this.webAppUrl;
  }
}

/** ScriptApp inside an execution. */
export function scriptFacade(google: Google) {
  const call: Caller<ScriptHost> = google.caller<ScriptHost>('ScriptApp');
  const AuthMode = enumOf('NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL');
  const AuthorizationStatus = enumOf('REQUIRED', 'NOT_REQUIRED');
  const EventType = enumOf('CLOCK', 'ON_OPEN', 'ON_EDIT', 'ON_FORM_SUBMIT', 'ON_CHANGE', 'ON_EVENT_UPDATED');
  const InstallationSource = enumOf('APPS_MARKETPLACE_DOMAIN_ADD_ON', 'NONE', 'WEB_STORE_ADD_ON');
  const TriggerSource = enumOf('SPREADSHEETS', 'CLOCK', 'FORMS', 'DOCUMENTS', 'CALENDAR');
  const WeekDay = enumOf('SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY');

  google.onMarker('AuthMode', ({ name }) => (AuthMode as Record<string, EnumValue>)[asText(name)]);
  const triggerOf = (data: TriggerData) => ({
    getUniqueId: () => data.id,
    getHandlerFunction: () => data.handler,
    getEventType: () => (EventType as Record<string, EnumValue>)[data.event],
    getTriggerSource: () => (TriggerSource as Record<string, EnumValue>)[data.source],
    getTriggerSourceId: () => (data.sourceId === '' ? null : data.sourceId),
    toString: () => 'Trigger',
  });

  const authorizationUrl = (): string => `https://script.google.com/macros/d/${google.bridge.info.scriptId}/authorize`;
  const requireConsent = (scopes: readonly string[] | null): void => {
    const missing = call('missingScopes', scopes);
    if (missing.length > 0) throw new Exception('Authorization is required to perform that action.');
  };

  return {
    AuthMode,
    AuthorizationStatus,
    EventType,
    InstallationSource,
    TriggerSource,
    WeekDay,
    newTrigger(...args: unknown[]) {
      checkSignature('ScriptApp.newTrigger', args, 'String');
      return new TriggerBuilder((spec) => triggerOf(call('newTrigger', String(args[0]), spec)));
    },
    getProjectTriggers: () => call('getProjectTriggers').map(triggerOf),
    getUserTriggers: (document: { getId(): string }) => call('getUserTriggers', document.getId()).map(triggerOf),
    deleteTrigger(trigger: unknown): void {
      const id = (trigger as { getUniqueId?: () => string } | null)?.getUniqueId?.();
      if (id === undefined) checkSignature('ScriptApp.deleteTrigger', [trigger], 'ScriptApp.Trigger');
      call('deleteTrigger', String(id));
    },
    getAuthorizationInfo(_authMode: unknown, scopes?: readonly string[]) {
      const missing = call('missingScopes', scopes ?? null);
      return {
        getAuthorizationStatus: () =>
          missing.length > 0 ? AuthorizationStatus.REQUIRED : AuthorizationStatus.NOT_REQUIRED,
        getAuthorizationUrl: () => (missing.length > 0 ? authorizationUrl() : null),
        getAuthorizedScopes: () => (scopes ?? []).filter((scope) => !missing.includes(scope)),
      };
    },
    requireScopes: (_authMode: unknown, scopes: readonly string[]): void => {
      requireConsent(scopes);
    },
    requireAllScopes: (): void => {
      requireConsent(null);
    },
    invalidateAuth: (): void => {
      call('invalidateAuth');
    },
    getScriptId: (): string => call('getScriptId'),
    getInstallationSource: () => InstallationSource.NONE,
    getOAuthToken: (): string => 'EXAMPLE_TOKEN',
    getService() {
      const url = call('getServiceUrl');
      return { getUrl: () => url, isEnabled: () => url !== null };
    },
  };
}
