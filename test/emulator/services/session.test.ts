import { evaluate, projectOf, refusal } from '../helpers';

describe('Session', () => {
  test('tells the script’s zone, the locale and the users', () => {
    expect(evaluate('[Session.getScriptTimeZone(), Session.getActiveUserLocale(), Session.getActiveUser().getEmail(), Session.getEffectiveUser().getEmail()]', {
      manifest: { timeZone: 'Europe/Paris' }, user: 'ann@example.com' })).toEqual(['Europe/Paris', 'en', 'ann@example.com', 'ann@example.com']); // prettier-ignore
  });

  test('gives each user a key that does not tell the address', () => {
    const project = projectOf('function main() { return Session.getTemporaryActiveUserKey(); }');
    const keys = ['one@example.com', 'other@example.com', 'one@example.com'].map((user) =>
      String(project.run('main', [], { user })),
    );
    expect(keys[0]).toBe(keys[2]);
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[0]).not.toContain('example');
  });

  test('needs a scope for addresses, not for the zone', () => {
    const manifest = { oauthScopes: [] };
    expect(evaluate('Session.getScriptTimeZone()', { manifest })).toBe('Etc/UTC');
    expect(refusal('Session.getActiveUser()', { manifest })).toBe(
      'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
    );
  });
});
