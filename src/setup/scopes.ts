const PREFIX = 'https://www.googleapis.com/auth/';

/** A permission, and what it is for. */
export interface Permission {
  /** "script.external_request" */
  readonly scope: string;
  /** As the end of "It is needed to …". */
  readonly purpose: string;
  /** As the end of "Without it …". */
  readonly without: string;
  /** Whether nothing works without it. */
  readonly isRequired: boolean;
}

/**
 * The permissions that the script asks for. A person may leave any of them out on Google's screen.
 * @see https://developers.google.com/apps-script/concepts/scopes, read 2026-11-24
 */
export const PERMISSIONS: readonly Permission[] = [
  {
    scope: 'script.external_request',
    purpose: 'post to Chat and check addresses',
    without: 'nothing can be sent',
    isRequired: true,
  },
  {
    scope: 'script.scriptapp',
    purpose: 'run when you are not here',
    without: 'schedules, monitors and everything that waits stand still',
    isRequired: true,
  },
  {
    scope: 'spreadsheets',
    purpose: 'read the rows that rules watch',
    without: 'rules see nothing',
    isRequired: false,
  },
  {
    scope: 'userinfo.email',
    purpose: 'know whose account it runs as',
    without: 'nobody is told when the triggers belong to another account',
    isRequired: false,
  },
  {
    scope: 'script.send_mail',
    purpose: 'mail you when Chat cannot be reached',
    without: 'troubles are told in Chat and in the log only',
    isRequired: false,
  },
];

/** The whole name of a scope. */
export const scopeUrl = ({ scope }: Permission): string => PREFIX + scope;
