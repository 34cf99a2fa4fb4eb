import { TOO_MANY_LOCK_OPERATIONS } from '../../../emulator/services/lock';
import { evaluate, projectOf, refusal } from '../helpers';

const lock = 'LockService.getScriptLock()';

/** Runs `inner` in another execution while `outer` is inside Utilities.sleep. */
const nested = (outer: string, inner: string) => {
  const project = projectOf(`function outer() { ${outer} } function inner() { ${inner} }`);
  let result: unknown;
  project.interceptor = {
    decide({ execution, method }) {
      if (method !== 'sleep' || execution.functionName !== 'outer') return {};
      try {
        result = project.run('inner');
      } catch (error) {
        result = String(error);
      }
      return {};
    },
  };
  project.run('outer');
  return { project, result };
};

describe('LockService', () => {
  test('gives the lock to one execution only; the other waits as long as it said', () => {
    const { result } = nested(
      `${lock}.waitLock(1); Utilities.sleep(1); if (!${lock}.hasLock()) throw new Error('lost');`,
      `const before = Date.now(); return [${lock}.tryLock(700), ${lock}.hasLock(), Date.now() - before];`,
    );
    expect(result).toEqual([false, false, 700]);
  });

  test('says in Google’s words that waitLock timed out', () => {
    const { result } = nested(`${lock}.waitLock(1); Utilities.sleep(1);`, `${lock}.waitLock(10);`);
    expect(result).toBe('Exception: Lock timeout: another process was holding the lock for too long.');
  });

  test('does nothing when the lock is already held, and one release frees it', () => {
    const { result } = nested(
      `${lock}.waitLock(1); ${lock}.waitLock(1); ${lock}.releaseLock(); Utilities.sleep(1);`,
      `return ${lock}.tryLock(0);`,
    );
    expect(result).toBe(true);
  });

  test('does not let an execution release another’s lock', () => {
    const { result } = nested(
      `${lock}.waitLock(1); Utilities.sleep(1);`,
      `${lock}.releaseLock(); return ${lock}.tryLock(0);`,
    );
    expect(result).toBe(false);
  });

  test('frees the lock when its execution ends, by itself or by a kill', () => {
    const project = projectOf(
      `function take() { return ${lock}.tryLock(0); } function fail() { take(); throw new Error('no'); }`,
    );
    expect(project.run('take')).toBe(true);
    expect(() => project.run('fail')).toThrow('no');
    project.interceptor = { decide: () => ({ outcome: 'kill' }) };
    expect(() => project.run('take')).toThrow('The execution was ended.');
    project.interceptor = undefined;
    expect(project.run('take')).toBe(true);
    expect(project.services.LockService.scriptLockHolder()).toBeNull();
  });

  test('waits for someone else’s hold no longer than it lasts', () => {
    const project = projectOf(
      `function main() { const before = Date.now(); return [${lock}.tryLock(60000), Date.now() - before]; }`,
    );
    project.services.LockService.holdUntil(project.clock.now() + 30_000);
    expect(project.run('main')).toEqual([true, 30_000]);
  });

  test('keeps user, script and document locks apart; the document’s is null in a standalone script', () => {
    const { result } = nested(
      `${lock}.waitLock(1); Utilities.sleep(1);`,
      'return LockService.getUserLock().tryLock(0);',
    );
    expect(result).toBe(true);
    expect(evaluate('LockService.getDocumentLock()')).toBeNull();
    expect(evaluate('LockService.getDocumentLock().tryLock(0)', { boundTo: 'sheet-1' })).toBe(true);
  });

  test('can be made to complain of too many operations', () => {
    const interceptor = { decide: () => ({ effect: 'none', outcome: { throws: TOO_MANY_LOCK_OPERATIONS } }) as const };
    expect(refusal(`${lock}.tryLock(1)`, { interceptor })).toBe(
      'Exception: There are too many LockService operations against the same script.',
    );
  });

  test('refuses a missing time-out', () => {
    expect(refusal(`${lock}.tryLock()`)).toBe(
      "Exception: The parameters () don't match the method signature for LockService.Lock.tryLock.",
    );
  });
});
