import { facts, firstLine, Reader, UnreadableEvent, type RelayEvent } from '../event';
import type { SourceReader } from '../source';

/**
 * GitLab's webhooks: the body names its event in `object_kind`.
 * @see https://docs.gitlab.com/user/project/integrations/webhook_events/, read 2026-11-24
 */
export const gitlab: SourceReader = {
  read(body) {
    const post = new Reader(body);
    const kind = post.at('object_kind').text || post.at('event_name').text;
    if (kind === '') throw new UnreadableEvent('object_kind', 'a text');
    const read = READERS.get(kind) ?? other;
    const event = read(post, post.at('project.path_with_namespace').text);
    return event === undefined ? [] : [event];
  },
};

type Read = (post: Reader, project: string) => RelayEvent | undefined;

const by = (post: Reader): [string, string] => ['by', post.at('user.name').text || post.at('user_name').text];

const item =
  (what: string, mark: string): Read =>
  (post, project) => {
    const { at } = { at: (name: string) => post.at(`object_attributes.${name}`) };
    const number = at('iid').needed;
    const action = at('action').text || 'update';
    return {
      id: [project, what, number, action, at('updated_at').text].join('/'),
      subject: `${project}${mark}${number}`,
      status: 'info',
      title: `${what} ${mark}${number} ${PAST.get(action) ?? action}: ${at('title').text}`,
      text: action === 'open' ? firstLine(at('description').text, 300) : '',
      fields: facts(['project', project], by(post), [
        'labels',
        post
          .at('labels')
          .list.map((label) => label.at('title').text)
          .join(', '),
      ]),
      url: at('url').text,
    };
  };

const PAST: ReadonlyMap<string, string> = new Map(Object.entries({
  open: 'opened', close: 'closed', reopen: 'reopened', update: 'updated', merge: 'merged', approved: 'approved', unapproved: 'unapproved',
})); // prettier-ignore

const FINAL: ReadonlyMap<string, RelayEvent['status']> = new Map([
  ['success', 'resolved'],
  ['failed', 'firing'],
  ['canceled', 'info'],
]);

const push: Read = (post, project) => {
  const count = Number(post.at('total_commits_count').text || '0');
  if (count === 0) return undefined;
  const branch = post.at('ref').needed.replace(/^refs\/(heads|tags)\//, '');
  return {
    id: [project, branch, post.at('after').needed].join('/'),
    subject: `${project}/${branch}`,
    status: 'info',
    title: `${count} ${count === 1 ? 'commit' : 'commits'} to ${branch}`,
    text: post
      .at('commits')
      .list.slice(0, 5)
      .map((commit) => `${commit.at('id').text.slice(0, 8)} ${firstLine(commit.at('message').text, 80)}`)
      .join('\n'),
    fields: facts(['project', project], by(post)),
    url: post.at('project.web_url').text,
  };
};

/** A pipeline or job that has not ended has nothing to tell. */
const pipeline: Read = (post, project) => {
  const status = post.at('object_attributes.status').needed;
  const final = FINAL.get(status);
  if (final === undefined) return undefined;
  const ref = post.at('object_attributes.ref').text;
  const id = post.at('object_attributes.id').needed;
  return {
    id: [project, 'pipeline', id, status].join('/'),
    subject: `${project}/pipeline/${ref}`,
    status: final,
    title: `Pipeline #${id}: ${status}`,
    text: firstLine(post.at('commit.message').text || post.at('commit.title').text),
    fields: facts(['project', project], ['ref', ref], by(post)),
    url: post.at('object_attributes.url').text || `${post.at('project.web_url').text}/-/pipelines/${id}`,
  };
};

const build: Read = (post, project) => {
  const status = post.at('build_status').needed;
  const final = FINAL.get(status);
  if (final === undefined) return undefined;
  const name = project || post.at('project_name').text;
  return {
    id: [name, 'job', post.at('build_id').needed, status].join('/'),
    subject: `${name}/job/${post.at('build_name').text}/${post.at('ref').text}`,
    status: final,
    title: `Job ${post.at('build_name').text}: ${status}`,
    text: firstLine(post.at('commit.message').text),
    fields: facts(['project', name], ['stage', post.at('build_stage').text], ['ref', post.at('ref').text], by(post)),
    url: post.at('repository.homepage').text,
  };
};

const note: Read = (post, project) => {
  const about = post.has('merge_request')
    ? `!${post.at('merge_request.iid').text}`
    : post.has('issue')
      ? `#${post.at('issue.iid').text}`
      : '';
  return {
    id: [project, 'note', post.at('object_attributes.id').needed, post.at('object_attributes.updated_at').text].join(
      '/',
    ),
    subject: `${project}${about}`,
    status: 'info',
    title: `Comment on ${about === '' ? project : about}: ${post.at('merge_request.title').text || post.at('issue.title').text}`,
    text: firstLine(post.at('object_attributes.note').text, 300),
    fields: facts(['project', project], by(post)),
    url: post.at('object_attributes.url').text,
  };
};

const deployment: Read = (post, project) => {
  const status = post.at('status').needed;
  return {
    id: [project, 'deployment', post.at('deployment_id').text, status].join('/'),
    subject: `${project}/deployment/${post.at('deployment_id').text}`,
    status: FINAL.get(status) ?? 'info',
    title: `Deployment to ${post.at('environment').text}: ${status}`,
    text: firstLine(post.at('commit_title').text),
    fields: facts(['project', project], ['ref', post.at('ref').text], by(post)),
    url: post.at('deployable_url').text,
  };
};

const release: Read = (post, project) => ({
  id: [project, 'release', post.at('tag').needed, post.at('action').text].join('/'),
  subject: `${project}/release/${post.at('tag').text}`,
  status: 'info',
  title: `Release ${post.at('tag').text}: ${post.at('name').text}`,
  text: firstLine(post.at('description').text, 300),
  fields: facts(['project', project]),
  url: post.at('url').text,
});

const other: Read = (post, project) => {
  const kind = post.at('object_kind').text || post.at('event_name').text;
  return {
    id: [project, kind, post.at('object_attributes.id').text, post.at('object_attributes.updated_at').text].join('/'),
    subject: project,
    status: 'info',
    title: `${project}: ${kind.replace(/_/g, ' ')}`,
    text: '',
    fields: facts(by(post)),
    url: post.at('project.web_url').text,
  };
};

const READERS: ReadonlyMap<string, Read> = new Map(
  Object.entries({
    merge_request: item('Merge request', '!'),
    issue: item('Issue', '#'),
    work_item: item('Work item', '#'),
    push,
    tag_push: push,
    pipeline,
    build,
    note,
    deployment,
    release,
  }),
);
