/**
 * What of Apps Script is emulated. `full`: as Google documents it. `partly`: usable, with the difference in the note. `no`:
 * a script that uses it fails. A test holds this equal to what executions really offer.
 */
export interface ClassCoverage {
  /** The global, or the class as Google's reference calls it: "Properties". */
  readonly name: string;
  readonly full: readonly string[];
  readonly partly: Readonly<Record<string, string>>;
  readonly no: Readonly<Record<string, string>>;
}

/** One line of the table. */
export interface CoverageRow {
  readonly service: string;
  readonly method: string;
  readonly support: 'full' | 'partly' | 'no';
  /** '' when there is nothing to say. */
  readonly note: string;
}

interface Parts {
  /** Names, separated by spaces. */
  readonly full?: string;
  readonly partly?: Readonly<Record<string, string>>;
  readonly no?: Readonly<Record<string, string>>;
}

const covers = (name: string, { full = '', partly = {}, no = {} }: Parts): ClassCoverage => ({
  name,
  full: full.split(' ').filter(Boolean),
  partly,
  no,
});

const UNRECORDED = 'the refusal of a bad value is worded by guess: nobody has recorded it';

export const CLASSES: readonly ClassCoverage[] = [
  covers('PropertiesService', { full: 'getDocumentProperties getScriptProperties getUserProperties' }),
  covers('Properties', {
    full: 'deleteAllProperties deleteProperty getKeys getProperties getProperty setProperty',
    partly: { setProperties: 'counts as one use of the daily quota; Google does not say whether it counts as many' },
  }),
  covers('CacheService', { full: 'getDocumentCache getScriptCache getUserCache' }),
  covers('Cache', { full: 'get getAll remove removeAll', partly: { put: UNRECORDED, putAll: UNRECORDED } }),
  covers('LockService', { full: 'getDocumentLock getScriptLock getUserLock' }),
  covers('Lock', { full: 'hasLock releaseLock tryLock waitLock' }),
  covers('UrlFetchApp', {
    partly: {
      fetch: 'useIntranet and validateHttpsCertificates are accepted without effect; no compression is asked for',
      fetchAll: 'as fetch',
      getRequest: 'shows a blob or a form as its encoded bytes',
    },
  }),
  covers('HTTPResponse', {
    full: 'getAllHeaders getBlob getContent getContentText getHeaders getResponseCode',
    partly: { getAs: 'gives only the type the answer has' },
  }),
  covers('Utilities', {
    full:
      'Charset DigestAlgorithm MacAlgorithm RsaAlgorithm base64Decode base64DecodeWebSafe base64Encode base64EncodeWebSafe ' +
      'computeHmacSha256Signature computeHmacSignature computeRsaSha1Signature computeRsaSha256Signature computeRsaSignature ' +
      'getUuid gzip newBlob parseCsv ungzip unzip zip',
    partly: {
      computeDigest: 'not MD2',
      formatDate: 'English names only',
      formatString: '%s %d %i %u %f %e %x %X %o %c %b %j %% with flags, widths and positions',
      parseDate: 'the letters of y M d E H k K h m s S a X Z z',
      sleep: UNRECORDED,
    },
  }),
  covers('Blob', {
    full:
      'copyBlob getBlob getBytes getContentType getDataAsString getName isGoogleType setBytes setContentType ' +
      'setDataFromString setName',
    partly: {
      getAs: 'gives only the type the blob has',
      setContentTypeFromExtension: 'knows the common extensions',
    },
  }),
  covers('ScriptApp', {
    full:
      'AuthMode AuthorizationStatus EventType InstallationSource TriggerSource WeekDay deleteTrigger getInstallationSource ' +
      'getProjectTriggers getScriptId getService getUserTriggers invalidateAuth newTrigger',
    partly: {
      getAuthorizationInfo: 'the authorisation mode makes no difference',
      getOAuthToken: 'a placeholder that no service accepts',
      requireAllScopes: 'throws where Google would show its consent page and end the execution',
      requireScopes: 'as requireAllScopes',
    },
    no: { getIdentityToken: 'no identity provider', newStateToken: 'no callback URL of a web app' },
  }),
  covers('TriggerBuilder', { full: 'forDocument forForm forSpreadsheet forUserCalendar timeBased' }),
  covers('ClockTriggerBuilder', {
    full: 'after at atDate create everyDays everyMinutes everyWeeks inTimezone nearMinute onMonthDay onWeekDay',
    partly: {
      atHour: UNRECORDED,
      everyHours: 'the refusal is worded after everyMinutes’s',
    },
  }),
  covers('SpreadsheetTriggerBuilder', { full: 'create onChange onEdit onFormSubmit onOpen' }),
  covers('FormTriggerBuilder', { full: 'create onFormSubmit onOpen' }),
  covers('DocumentTriggerBuilder', {
    full: 'create',
    partly: { onOpen: 'no document can be opened: the trigger exists and never fires' },
  }),
  covers('CalendarTriggerBuilder', {
    full: 'create',
    partly: { onEventUpdated: 'no calendar changes: the trigger exists and never fires' },
  }),
  covers('Trigger', { full: 'getEventType getHandlerFunction getTriggerSource getTriggerSourceId getUniqueId' }),
  covers('AuthorizationInfo', { full: 'getAuthorizationStatus getAuthorizationUrl getAuthorizedScopes' }),
  covers('Service', { full: 'getUrl isEnabled' }),
  covers('Session', {
    full: 'getActiveUser getEffectiveUser getScriptTimeZone getTemporaryActiveUserKey',
    partly: { getActiveUserLocale: 'always en' },
  }),
  covers('User', { full: 'getEmail', partly: { getUserLoginId: 'the address' } }),
  covers('console', {
    full: 'debug error info time timeEnd warn',
    partly: { log: 'this and the others show an HTTPResponse as its text: what Google shows is not recorded' },
  }),
  covers('Logger', { full: 'clear getLog log' }),
  covers('ContentService', { full: 'MimeType createTextOutput' }),
  covers('TextOutput', {
    full: 'append clear downloadAsFile getContent getFileName getMimeType setContent setMimeType',
  }),
  covers('HtmlService', {
    full: 'SandboxMode XFrameOptionsMode createHtmlOutput createHtmlOutputFromFile createTemplate createTemplateFromFile',
    partly: { getUserAgent: 'always null, as outside a web app' },
  }),
  covers('HtmlOutput', {
    full:
      'addMetaTag append asTemplate clear getBlob getContent getFaviconUrl getHeight getMetaTags getTitle getWidth setContent ' +
      'setFaviconUrl setHeight setSandboxMode setTitle setWidth setXFrameOptionsMode',
    partly: {
      appendUntrusted: 'escapes & < > and quotes, not by place',
      getAs: 'gives only text/html',
    },
  }),
  covers('HtmlOutputMetaTag', { full: 'getContent getName' }),
  covers('HtmlTemplate', {
    full: 'getRawContent',
    partly: {
      evaluate: 'escapes & < > and quotes, not by place; in a reused realm it does not see the project’s own functions',
      getCode: 'other code than Google’s, to the same effect',
      getCodeWithComments: 'as getCode',
    },
  }),
  covers('MailApp', {
    full: 'getRemainingDailyQuota',
    partly: { sendEmail: 'kept in the project, not sent; attachments and inline images are left out' },
  }),
];

/** Services of which nothing is there: their names are not defined in an execution. */
export const MISSING_SERVICES: readonly string[] = [
  'Browser', 'CalendarApp', 'CardService', 'Charts', 'ConferenceDataService', 'ContactsApp', 'DataStudioApp', 'DocumentApp',
  'DriveApp', 'GmailApp', 'GroupsApp', 'Jdbc', 'LanguageApp', 'LinearOptimizationService', 'Maps', 'MimeType', 'SitesApp',
  'SlidesApp', 'XmlService', 'Chat', 'Drive', 'Gmail', 'Sheets',
]; // prettier-ignore

/** The table, one row per method. */
export function coverageRows(): CoverageRow[] {
  const rows = CLASSES.flatMap(({ name, full, partly, no }) => [
    ...full.map((method): CoverageRow => ({ service: name, method, support: 'full', note: '' })),
    ...Object.entries(partly).map(([method, note]): CoverageRow => ({
      service: name,
      method,
      support: 'partly',
      note,
    })),
    ...Object.entries(no).map(([method, note]): CoverageRow => ({ service: name, method, support: 'no', note })),
  ]);
  const missing = MISSING_SERVICES.map((service): CoverageRow => ({ service, method: '*', support: 'no', note: '' }));
  return [...rows, ...missing];
}
