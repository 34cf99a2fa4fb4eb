import { facts, firstLine, Reader, UnreadableEvent, type RelayEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * GitHub's webhooks. The header that names the event never reaches Apps Script, so it is told by what the body holds.
 * Everything about one pull request, issue, workflow run or deployment shares a thread.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads, read 2026-11-24
 */
export const github: SourceReader = {
  read(body) {
    const post = new Reader(formPayload(body));
    if (post.has('zen')) return [];
    const repository = post.at('repository.full_name').text;
    const kind = KINDS.find(({ field }) => post.has(field));
    if (kind === undefined || (repository === '' && !post.has('organization')))
      throw new UnreadableEvent('repository', "a GitHub event's repository");
    const event = kind.read(post, repository);
    return event === undefined ? [] : [event];
  },
};

/** GitHub can post a form with one field, `payload`, instead of JSON. */
function formPayload(body: unknown): unknown {
  const { payload } = (typeof body === 'object' && body !== null ? body : {}) as { payload?: unknown };
  if (typeof payload !== 'string') return body;
  try {
    return JSON.parse(payload);
  } catch {
    throw new UnreadableEvent('payload', 'JSON');
  }
}

interface Kind {
  readonly field: string;
  read(post: Reader, repository: string): RelayEvent | undefined;
}

/** The order matters: a comment on a pull request also holds the issue, a check also holds pull requests. */
const KINDS: readonly Kind[] = [
  { field: 'comment', read: (post, repository) => comment(post, repository) },
  { field: 'review', read: (post, repository) => review(post, repository) },
  { field: 'pull_request', read: (post, repository) => change(post, repository, 'pull_request', 'Pull request') },
  { field: 'issue', read: (post, repository) => change(post, repository, 'issue', 'Issue') },
  { field: 'workflow_run', read: (post, repository) => outcome(post, repository, 'workflow_run', 'Workflow') },
  { field: 'check_run', read: (post, repository) => outcome(post, repository, 'check_run', 'Check') },
  { field: 'check_suite', read: (post, repository) => outcome(post, repository, 'check_suite', 'Checks') },
  { field: 'deployment_status', read: (post, repository) => deployment(post, repository) },
  { field: 'release', read: (post, repository) => release(post, repository) },
  { field: 'alert', read: (post, repository) => securityAlert(post, repository) },
  { field: 'commits', read: (post, repository) => push(post, repository) },
  { field: 'ref_type', read: (post, repository) => ref(post, repository) },
  { field: 'repository', read: (post, repository) => other(post, repository) },
];

const by = (post: Reader): [string, string] => ['by', post.at('sender.login').text];

function change(post: Reader, repository: string, field: string, what: string): RelayEvent {
  const item = post.at(field);
  const number = item.at('number').needed;
  const action =
    item.at('merged').text === 'true' && post.at('action').text === 'closed' ? 'merged' : post.at('action').needed;
  return {
    id: [repository, number, action, item.at('updated_at').text].join('/'),
    subject: `${repository}#${number}`,
    status: 'info',
    title: `${what} #${number} ${action.replace(/_/g, ' ')}: ${item.at('title').text}`,
    text: action === 'opened' ? firstLine(item.at('body').text, 300) : '',
    fields: facts(['repository', repository], by(post), [
      'labels',
      item
        .at('labels')
        .list.map((label) => label.at('name').text)
        .join(', '),
    ]),
    url: item.at('html_url').text,
  };
}

function comment(post: Reader, repository: string): RelayEvent | undefined {
  if (post.at('action').text === 'deleted') return undefined;
  const item = post.has('issue') ? post.at('issue') : post.at('pull_request');
  const number = item.at('number').text;
  const commit = post.at('comment.commit_id').text.slice(0, 7);
  const subject = number === '' ? `${repository}@${commit}` : `${repository}#${number}`;
  return {
    id: [subject, 'comment', post.at('comment.id').needed, post.at('comment.updated_at').text].join('/'),
    subject,
    status: 'info',
    title: number === '' ? `Comment on commit ${commit}` : `Comment on #${number}: ${item.at('title').text}`,
    text: firstLine(post.at('comment.body').text, 300),
    fields: facts(['repository', repository], by(post)),
    url: post.at('comment.html_url').text,
  };
}

function review(post: Reader, repository: string): RelayEvent {
  const number = post.at('pull_request.number').needed;
  const state = post.at('review.state').needed.replace(/_/g, ' ');
  return {
    id: [repository, number, 'review', post.at('review.id').text, state].join('/'),
    subject: `${repository}#${number}`,
    status: 'info',
    title: `Review of #${number}: ${state}`,
    text: firstLine(post.at('review.body').text, 300),
    fields: facts(['repository', repository], by(post)),
    url: post.at('review.html_url').text,
  };
}

const GOOD = ['success', 'neutral', 'skipped'];

/** A run that has not ended has nothing to tell. */
function outcome(post: Reader, repository: string, field: string, what: string): RelayEvent | undefined {
  const run = post.at(field);
  const conclusion = run.at('conclusion').text;
  if (conclusion === '') return undefined;
  const name = run.at('name').text || run.at('app.name').text;
  const branch = run.at('head_branch').text || run.at('check_suite.head_branch').text;
  return {
    id: [repository, field, run.at('id').needed, run.at('run_attempt').text, conclusion].join('/'),
    subject: `${repository}/${name}/${branch}`,
    status: GOOD.includes(conclusion) ? 'resolved' : 'firing',
    title: `${what} ${name}: ${conclusion.replace(/_/g, ' ')}`,
    text: firstLine(run.at('display_title').text || run.at('head_commit.message').text),
    fields: facts(['repository', repository], ['branch', branch], by(post)),
    url: run.at('html_url').text,
  };
}

function deployment(post: Reader, repository: string): RelayEvent {
  const state = post.at('deployment_status.state').needed;
  const environment = post.at('deployment.environment').text;
  return {
    id: [repository, 'deployment', post.at('deployment_status.id').text, state].join('/'),
    subject: `${repository}/deployment/${post.at('deployment.id').text}`,
    status: state === 'failure' || state === 'error' ? 'firing' : state === 'success' ? 'resolved' : 'info',
    title: `Deployment to ${environment}: ${state.replace(/_/g, ' ')}`,
    text: firstLine(post.at('deployment_status.description').text),
    fields: facts(['repository', repository], ['ref', post.at('deployment.ref').text], by(post)),
    url: post.at('deployment_status.target_url').text || post.at('deployment_status.environment_url').text,
  };
}

function release(post: Reader, repository: string): RelayEvent | undefined {
  const action = post.at('action').needed;
  if (action !== 'published' && action !== 'deleted') return undefined;
  const tag = post.at('release.tag_name').needed;
  return {
    id: [repository, 'release', tag, action].join('/'),
    subject: `${repository}/release/${tag}`,
    status: 'info',
    title: `Release ${tag} ${action}: ${post.at('release.name').text || tag}`,
    text: firstLine(post.at('release.body').text, 300),
    fields: facts(['repository', repository], by(post)),
    url: post.at('release.html_url').text,
  };
}

function securityAlert(post: Reader, repository: string): RelayEvent {
  const alert = post.at('alert');
  const number = alert.at('number').text;
  const action = post.at('action').needed;
  const over = ['fixed', 'dismissed', 'auto_dismissed', 'resolved', 'closed_by_user'].includes(action);
  return {
    id: [repository, 'alert', number, action, alert.at('updated_at').text].join('/'),
    subject: `${repository}/alert/${number}`,
    status: over ? 'resolved' : 'firing',
    title: `Security alert ${action.replace(/_/g, ' ')}: ${alert.at('security_advisory.summary').text || alert.at('rule.description').text || alert.at('secret_type_display_name').text}`,
    text: '',
    fields: facts(
      ['repository', repository],
      ['severity', alert.at('security_advisory.severity').text || alert.at('rule.severity').text],
    ),
    url: alert.at('html_url').text,
  };
}

function push(post: Reader, repository: string): RelayEvent | undefined {
  const { list } = post.at('commits');
  if (list.length === 0) return undefined;
  const branch = post.at('ref').needed.replace(/^refs\/(heads|tags)\//, '');
  return {
    id: [repository, branch, post.at('after').needed].join('/'),
    subject: `${repository}/${branch}`,
    status: 'info',
    title: `${list.length} ${list.length === 1 ? 'commit' : 'commits'} to ${branch}`,
    text: list
      .slice(0, 5)
      .map((commit) => `${commit.at('id').text.slice(0, 7)} ${firstLine(commit.at('message').text, 80)}`)
      .join('\n'),
    fields: facts(['repository', repository], ['by', post.at('pusher.name').text]),
    url: post.at('compare').text,
  };
}

function ref(post: Reader, repository: string): RelayEvent {
  const what = `${post.at('ref_type').text} ${post.at('ref').text}`;
  // Only the event of a creation names the main branch.
  const action = post.has('master_branch') ? 'created' : 'deleted';
  return {
    id: [repository, what, action, post.at('repository.pushed_at').text].join('/'),
    subject: `${repository}/${what}`,
    status: 'info',
    title: `${what} ${action}`,
    text: '',
    fields: facts(['repository', repository], by(post)),
    url: post.at('repository.html_url').text,
  };
}

function other(post: Reader, repository: string): RelayEvent {
  const action = post.at('action').text || 'event';
  return {
    id: [repository, action, post.at('sender.login').text, post.at('repository.updated_at').text].join('/'),
    subject: repository,
    status: 'info',
    title: `${repository}: ${action.replace(/_/g, ' ')}`,
    text: '',
    fields: facts(by(post)),
    url: post.at('repository.html_url').text,
  };
}
