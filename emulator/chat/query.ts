import { CREATE_MESSAGE_REQUEST, type Field, type MessageType } from './schema';
import { isOrdinal, type Violation } from './schema-check';
import type { ReplyOption } from './threads';

/** The parameters every Google API takes, and the webhook's own two. */
const STANDARD = new Set(
  '$.xgafv access_token alt callback fields key oauth_token prettyPrint quotaUser token uploadType upload_protocol'.split(
    ' ',
  ),
);

const NOTIFICATION = 'create_message_notification_options.notification_type';

/** What the query says besides key and token; '' where it does not. */
export interface Query {
  readonly key: string;
  readonly token: string;
  readonly messageReplyOption: ReplyOption;
  readonly threadKey: string;
  readonly requestId: string;
  readonly messageId: string;
  /** True when a notification is forced or silenced. */
  readonly wantsNotification: boolean;
  readonly isPretty: boolean;
  readonly violations: readonly Violation[];
}

/** Binds query parameters to `spaces.messages.create`, as the front end does. Of a repeated parameter the last counts. */
export function readQuery(parameters: readonly (readonly [name: string, value: string])[], strict: boolean): Query {
  const values = new Map<string, string>();
  const violations: Violation[] = [];
  for (const [name, value] of parameters) {
    if (STANDARD.has(name)) {
      values.set(name, value);
      continue;
    }
    const bound = bind(name);
    if (!bound) {
      if (strict) violations.push(unknownParameter(name));
      continue;
    }
    const problem = bound.enumProblem(value);
    if (problem === undefined) values.set(bound.path, bound.normal(value));
    else if (strict) violations.push({ field: bound.path, description: problem });
  }
  const get = (name: string): string => values.get(name) ?? '';
  return {
    key: get('key'),
    token: get('token'),
    messageReplyOption: (get('message_reply_option') || 'MESSAGE_REPLY_OPTION_UNSPECIFIED') as ReplyOption,
    threadKey: get('thread_key'),
    requestId: get('request_id'),
    messageId: get('message_id'),
    wantsNotification: !['', 'NOTIFICATION_TYPE_NONE'].includes(get(NOTIFICATION)),
    isPretty: get('prettyPrint') !== 'false',
    violations,
  };
}

/** The front end's words for a name that no parameter has. */
export function unknownParameter(name: string): Violation {
  const problem = `Cannot bind query parameter. Field '${name}' could not be found in request message.`;
  return { field: undefined, description: `Invalid JSON payload received. Unknown name "${name}": ${problem}` };
}

class Bound {
  /** "message_reply_option" */
  readonly path: string;
  readonly #field: Field;

  constructor(path: string, field: Field) {
    this.path = path;
    this.#field = field;
  }

  /** What is wrong with an enum's value; undefined when nothing is. */
  enumProblem(value: string): string | undefined {
    const { type } = this.#field;
    if (type.kind !== 'enum' || type.values.has(value) || isOrdinal(value, type.values)) return undefined;
    return `Invalid value at '${this.path}' (type.googleapis.com/${type.fullName}), ${JSON.stringify(value)}`;
  }

  /** An enum's number as its name. */
  normal(value: string): string {
    const { type } = this.#field;
    if (type.kind !== 'enum' || type.values.has(value)) return value;
    return [...type.values].find(([, number]) => number === Number(value))?.[0] ?? value;
  }
}

const bound = new Map<string, Bound | undefined>();

/** The message itself comes in the body and the space in the path, so neither can be a parameter. */
function bind(name: string): Bound | undefined {
  if (bound.has(name)) return bound.get(name);
  let type: MessageType | undefined = CREATE_MESSAGE_REQUEST;
  let field: Field | undefined;
  const path: string[] = [];
  for (const part of name.split('.')) {
    field = type?.fields.get(part);
    if (!field) break;
    path.push(field.name);
    type = field.type.kind === 'message' ? field.type.message : undefined;
  }
  const isParameter = field !== undefined && type === undefined && path[0] !== 'message' && path[0] !== 'parent';
  const found = field && isParameter ? new Bound(path.join('.'), field) : undefined;
  // Names come from callers, so only those that exist are remembered.
  if (found) bound.set(name, found);
  return found;
}
