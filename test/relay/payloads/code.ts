import type { Payload } from './payload';

const repository = {
  id: 42,
  name: 'shop',
  full_name: 'example/shop',
  private: true,
  html_url: 'https://github.example.com/example/shop',
  owner: { login: 'example' },
  pushed_at: 1772441990,
  updated_at: '2026-03-02T09:00:00Z',
  default_branch: 'main',
};
const sender = { login: 'ada', id: 1, type: 'User', html_url: 'https://github.example.com/ada' };
const pullRequest = {
  number: 17,
  state: 'open',
  title: 'Take orders faster',
  user: { login: 'ada' },
  body: 'It was slow.\r\nNow it is not.',
  labels: [{ name: 'speed' }, { name: 'orders' }],
  html_url: 'https://github.example.com/example/shop/pull/17',
  updated_at: '2026-03-02T09:00:00Z',
  merged: false,
  draft: false,
  head: { ref: 'faster', sha: 'a'.repeat(40) },
  base: { ref: 'main' },
};
const issue = {
  number: 9,
  title: 'The cart forgets',
  state: 'open',
  html_url: 'https://github.example.com/example/shop/issues/9',
  body: '',
  labels: [],
  updated_at: '2026-03-02T08:00:00Z',
  user: { login: 'bo' },
};
const run = {
  id: 501,
  name: 'Tests',
  head_branch: 'main',
  run_attempt: 1,
  event: 'push',
  status: 'completed',
  conclusion: 'failure',
  display_title: 'Take orders faster',
  html_url: 'https://github.example.com/example/shop/actions/runs/501',
  workflow_id: 3,
};

const github = (name: string, body: object, ...expected: Payload['expected']): Payload => ({
  name: `GitHub: ${name}`,
  kind: 'github',
  body: { repository, sender, ...body },
  expected,
});

const project = {
  id: 15,
  name: 'Shop',
  path_with_namespace: 'example/shop',
  web_url: 'https://gitlab.example.com/example/shop',
  namespace: 'Example',
  default_branch: 'main',
};
const user = { id: 1, name: 'Ada Lovelace', username: 'ada' };

const gitlab = (name: string, body: object, ...expected: Payload['expected']): Payload => ({
  name: `GitLab: ${name}`,
  kind: 'gitlab',
  body: { project, user, ...body },
  expected,
});

export const CODE: readonly Payload[] = [
  github('the ping when a webhook is made', { zen: 'Keep it logically awesome.', hook_id: 1, hook: { type: 'Repository', events: ['push'] } }),
  github(
    'a push of two commits',
    { ref: 'refs/heads/main', before: '0'.repeat(40), after: 'b'.repeat(40), compare: 'https://github.example.com/example/shop/compare/0...b', pusher: { name: 'ada', email: 'ada@example.com' }, commits: [{ id: 'abcdef0123456', message: 'Fix the cart\n\nIt forgot.', author: { name: 'Ada' } }, { id: '1234567890abc', message: 'Test it' }], head_commit: null, created: false, deleted: false, forced: false },
    { status: 'info', subject: 'example/shop/main', title: '2 commits to main', text: 'abcdef0 Fix the cart\n1234567 Test it' },
  ),
  github('a push that only deletes a branch', { ref: 'refs/heads/old', before: 'c'.repeat(40), after: '0'.repeat(40), commits: [], deleted: true, pusher: { name: 'ada' } }),
  github('a pull request is opened', { action: 'opened', number: 17, pull_request: pullRequest }, { status: 'info', subject: 'example/shop#17', title: 'Pull request #17 opened: Take orders faster', text: 'It was slow.', url: pullRequest.html_url }),
  github('a pull request is merged', { action: 'closed', number: 17, pull_request: { ...pullRequest, state: 'closed', merged: true } }, { status: 'info', subject: 'example/shop#17', title: 'Pull request #17 merged: Take orders faster' }),
  github('a pull request is ready for review', { action: 'ready_for_review', number: 17, pull_request: pullRequest }, { status: 'info', subject: 'example/shop#17', title: 'Pull request #17 ready for review: Take orders faster' }),
  github('a review', { action: 'submitted', review: { id: 77, state: 'changes_requested', body: 'Please test the empty cart.', html_url: 'https://github.example.com/r/77' }, pull_request: pullRequest }, { status: 'info', subject: 'example/shop#17', title: 'Review of #17: changes requested', text: 'Please test the empty cart.' }),
  github('a comment on a pull request, which comes as an issue', { action: 'created', issue: { ...issue, number: 17, title: 'Take orders faster', pull_request: { url: 'https://api.github.example.com/pulls/17' } }, comment: { id: 5, body: 'Nice!', html_url: 'https://github.example.com/c/5', updated_at: '2026-03-02T09:01:00Z' } }, { status: 'info', subject: 'example/shop#17', title: 'Comment on #17: Take orders faster', text: 'Nice!' }),
  github('a comment on a commit', { action: 'created', comment: { id: 6, commit_id: 'd'.repeat(40), body: 'Why?', html_url: 'https://github.example.com/c/6', updated_at: 'x' } }, { status: 'info', subject: 'example/shop@ddddddd', title: 'Comment on commit ddddddd' }),
  github('a comment is deleted', { action: 'deleted', issue, comment: { id: 5, body: 'x' } }),
  github('an issue is closed', { action: 'closed', issue: { ...issue, state: 'closed' } }, { status: 'info', subject: 'example/shop#9', title: 'Issue #9 closed: The cart forgets' }),
  github('a workflow run fails', { action: 'completed', workflow: { name: 'Tests' }, workflow_run: run }, { status: 'firing', subject: 'example/shop/Tests/main', title: 'Workflow Tests: failure', text: 'Take orders faster' }),
  github('a workflow run succeeds', { action: 'completed', workflow_run: { ...run, id: 502, conclusion: 'success' } }, { status: 'resolved', subject: 'example/shop/Tests/main', title: 'Workflow Tests: success' }),
  github('a workflow run has only begun', { action: 'requested', workflow_run: { ...run, status: 'queued', conclusion: null } }),
  github('a deployment fails', { deployment: { id: 88, environment: 'production', ref: 'main' }, deployment_status: { id: 881, state: 'failure', description: 'Health check failed', target_url: 'https://ci.example.com/88' }, action: 'created' }, { status: 'firing', subject: 'example/shop/deployment/88', title: 'Deployment to production: failure', text: 'Health check failed' }),
  github('a release is published', { action: 'published', release: { tag_name: 'v1.2.0', name: 'Faster orders', body: 'Orders are faster.', html_url: 'https://github.example.com/r/v1.2.0' } }, { status: 'info', subject: 'example/shop/release/v1.2.0', title: 'Release v1.2.0 published: Faster orders' }),
  github('a dependency is found to be unsafe', { action: 'created', alert: { number: 3, state: 'open', security_advisory: { summary: 'Prototype pollution in minimist', severity: 'critical' }, html_url: 'https://github.example.com/a/3', updated_at: 'x' } }, { status: 'firing', subject: 'example/shop/alert/3', title: 'Security alert created: Prototype pollution in minimist' }),
  github('a branch is made', { ref: 'faster', ref_type: 'branch', master_branch: 'main', description: null, pusher_type: 'user' }, { status: 'info', subject: 'example/shop/branch faster', title: 'branch faster created' }),
  github('a tag is deleted', { ref: 'v0.9', ref_type: 'tag', pusher_type: 'user' }, { status: 'info', subject: 'example/shop/tag v0.9', title: 'tag v0.9 deleted' }),
  github('a star', { action: 'created', starred_at: '2026-03-02T09:00:00Z' }, { status: 'info', subject: 'example/shop', title: 'example/shop: created' }),
  { name: 'GitHub: as a form', kind: 'github', body: { payload: JSON.stringify({ repository, sender, action: 'opened', issue }) }, expected: [{ status: 'info', subject: 'example/shop#9', title: 'Issue #9 opened: The cart forgets' }] },

  gitlab('a push', { object_kind: 'push', event_name: 'push', ref: 'refs/heads/main', before: 'a', after: 'b'.repeat(40), user_name: 'Ada', commits: [{ id: 'b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327', message: 'Update Catalan translation.\n' }], total_commits_count: 1 }, { status: 'info', subject: 'example/shop/main', title: '1 commit to main', text: 'b6568db1 Update Catalan translation.' }),
  gitlab('a branch is deleted', { object_kind: 'push', ref: 'refs/heads/old', after: '0'.repeat(40), commits: [], total_commits_count: 0 }),
  gitlab('a merge request is opened', { object_kind: 'merge_request', event_type: 'merge_request', object_attributes: { iid: 4, title: 'Faster', description: 'It was slow.', action: 'open', state: 'opened', updated_at: '2026-03-02 09:00:00 UTC', url: 'https://gitlab.example.com/mr/4' }, labels: [{ title: 'speed' }] }, { status: 'info', subject: 'example/shop!4', title: 'Merge request !4 opened: Faster', text: 'It was slow.' }),
  gitlab('a merge request is merged', { object_kind: 'merge_request', object_attributes: { iid: 4, title: 'Faster', action: 'merge', updated_at: 'x', url: 'https://gitlab.example.com/mr/4' } }, { status: 'info', subject: 'example/shop!4', title: 'Merge request !4 merged: Faster' }),
  gitlab('an issue is closed', { object_kind: 'issue', object_attributes: { iid: 23, title: 'The cart forgets', action: 'close', updated_at: 'x', url: 'https://gitlab.example.com/i/23' } }, { status: 'info', subject: 'example/shop#23', title: 'Issue #23 closed: The cart forgets' }),
  gitlab('a pipeline fails', { object_kind: 'pipeline', object_attributes: { id: 31, ref: 'main', status: 'failed', duration: 63, url: 'https://gitlab.example.com/p/31' }, commit: { message: 'Fix the cart\nmore' } }, { status: 'firing', subject: 'example/shop/pipeline/main', title: 'Pipeline #31: failed', text: 'Fix the cart' }),
  gitlab('a pipeline succeeds', { object_kind: 'pipeline', object_attributes: { id: 32, ref: 'main', status: 'success' } }, { status: 'resolved', subject: 'example/shop/pipeline/main', title: 'Pipeline #32: success', url: 'https://gitlab.example.com/example/shop/-/pipelines/32' }),
  gitlab('a pipeline still runs', { object_kind: 'pipeline', object_attributes: { id: 33, ref: 'main', status: 'running' } }),
  gitlab('a job fails', { object_kind: 'build', ref: 'main', build_id: 1977, build_name: 'test', build_stage: 'test', build_status: 'failed', commit: { message: 'x' }, repository: { homepage: 'https://gitlab.example.com/example/shop' } }, { status: 'firing', subject: 'example/shop/job/test/main', title: 'Job test: failed' }),
  gitlab('a comment on a merge request', { object_kind: 'note', object_attributes: { id: 1244, note: 'This MR needs work.', noteable_type: 'MergeRequest', updated_at: 'x', url: 'https://gitlab.example.com/n/1244' }, merge_request: { iid: 4, title: 'Faster' } }, { status: 'info', subject: 'example/shop!4', title: 'Comment on !4: Faster', text: 'This MR needs work.' }),
  gitlab('a deployment succeeds', { object_kind: 'deployment', status: 'success', deployment_id: 15, environment: 'staging', ref: 'main', deployable_url: 'https://gitlab.example.com/j/796', commit_title: 'Add new file' }, { status: 'resolved', subject: 'example/shop/deployment/15', title: 'Deployment to staging: success' }),
  gitlab('a release', { object_kind: 'release', action: 'create', name: 'v1.1', tag: 'v1.1', description: 'Faster', url: 'https://gitlab.example.com/r/v1.1' }, { status: 'info', subject: 'example/shop/release/v1.1', title: 'Release v1.1: v1.1' }),
  gitlab('an event of a kind we do not know', { object_kind: 'constructor', object_attributes: { id: 1 } }, { status: 'info', subject: 'example/shop', title: 'example/shop: constructor' }),
]; // prettier-ignore
