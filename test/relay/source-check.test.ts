import { describeIssue } from '../../src/errors';
import { sourcePart } from '../../src/relay/source-check';

const context = {
  now: 0,
  entries: { monitors: { backup: { heartbeat: { everyMinutes: 60 } }, shop: { url: 'https://shop.example.com' } } },
  isNew: true,
  ownUrl: '',
  tickEveryMinutes: 1,
};
const check = (source: object): string[] => sourcePart.check({ id: 'x', ...source }, context).map(describeIssue);

describe('sourcePart', () => {
  test.each([
    [{ kind: 'alertmanager', to: 'ops' }],
    [
      {
        kind: 'generic',
        to: ['ops', 'team'],
        title: '{{body.job}}',
        thread: '{{body.job}}',
        only: ['firing'],
        repeatMinutes: 0,
      },
    ],
    [
      {
        kind: 'github',
        to: 'ops',
        message: { text: '{{title}}' },
        locale: 'de-DE',
        priority: 'critical',
        perMinute: 600,
      },
    ],
    [{ kind: 'ping', monitor: 'backup' }],
    [{ kind: 'ping', id: 'backup' }],
  ])('takes %j', (source) => {
    expect(check(source)).toEqual([]);
  });

  test.each([
    [{ kind: 'githup', to: 'ops' }, 'kind is not valid: expected "generic", "alertmanager"'],
    [{ kind: 'github' }, 'to is missing'],
    [
      { kind: 'generic', to: 'ops' },
      'message is missing: expected a template such as "{{body.check}} is {{body.state}}"',
    ],
    [{ kind: 'generic', to: 'ops', title: '{{#a}}' }, 'title.text has a broken tag'],
    [{ kind: 'ping', monitor: 'bakcup' }, 'monitor does not exist: expected "backup", got "bakcup".'],
    [{ kind: 'ping', monitor: 'shop' }, 'monitor has no heartbeat'],
    [{ kind: 'ping', monitor: 'backup', to: 'ops' }, 'to has no effect on a ping'],
    [{ kind: 'github', to: 'ops', monitor: 'backup' }, 'monitor has no effect'],
    [{ kind: 'github', to: 'ops', perMinute: 0 }, 'perMinute is not valid: expected a whole number from 1 to 600'],
    [{ kind: 'github', to: 'ops', secret: 'x' }, 'secret is not known here'],
    [{ kind: 'github', to: 'ops', locale: 'no_lang' }, 'locale is no language'],
  ])('refuses %j', (source, text) => {
    expect(check(source).join(' ')).toContain(text);
  });

  test('says what a source does', () => {
    expect(sourcePart.describe?.({ id: 'a', kind: 'github', to: ['ops', 'team'] }, context)).toBe(
      'What github posts to its address is told to ops and team.',
    );
    expect(sourcePart.describe?.({ id: 'a', kind: 'ping' }, context)).toBe(
      'A ping to its address keeps the monitor "a" content.',
    );
  });
});
