import { ExecutionKilled } from '../../../emulator/exception';
import { Project, type ProjectOptions } from '../../../emulator/project';
import { RandomStream } from '../../../emulator/random';
import { ThreadedExecutions, type ThreadHandle } from '../../../emulator/threads/executions';
import { punctualTiming } from '../../../emulator/triggers';
import { ThreadPool } from '../../../emulator/threads/pool';
import { ServerStub } from '../helpers';

const CODE = `
const properties = () => PropertiesService.getScriptProperties();
function increment(times) {
  const lock = LockService.getScriptLock();
  for (let turn = 0; turn < times; turn += 1) {
    lock.waitLock(60000);
    const before = Number(properties().getProperty('count') || 0);
    properties().setProperty('count', before + 1);
    lock.releaseLock();
  }
  console.log('done %s', times);
  return Math.random();
}
function incrementUnguarded() { properties().setProperty('count', 1 + Number(properties().getProperty('count') || 0)); }
function writeThree() {
  try { properties().setProperties({ a: '1', b: '2', c: '3' }); console.log('written'); }
  catch (e) { properties().setProperty('caught', String(e)); }
  finally { properties().setProperty('tidied', 'yes'); }
  return 'returned';
}
function hold() { const lock = LockService.getScriptLock(); lock.waitLock(1000); Utilities.sleep(5000); return 'held'; }
function tryFor(ms) { return [LockService.getScriptLock().tryLock(ms), Date.now()]; }
function sleep(ms) { Utilities.sleep(ms); return Date.now(); }
function post() { return UrlFetchApp.fetch('https://server.example.com/', { method: 'post', payload: 'x' }).getContentText(); }
function readAll() { return Object.keys(properties().getProperties()).length; }
function fetchBig() { return UrlFetchApp.fetch('https://server.example.com/').getContent().length; }
function fail() { throw Object.assign(new Error('bad'), { code: 'X', issues: [1] }); }
function keepTrying() { for (;;) try { Utilities.sleep(1); } catch (e) {} }
function installSlow() { ScriptApp.newTrigger('slow').timeBased().everyMinutes(1).create(); }
function slow() {
  const running = Number(properties().getProperty('running') || 0) + 1;
  properties().setProperties({ running, overlaps: (properties().getProperty('overlaps') || '') + ' ' + running });
  Utilities.sleep(90000);
  properties().setProperty('running', Number(properties().getProperty('running')) - 1);
  return 'slept';
}
function spin() { for (;;); }
`;

describe('ThreadedExecutions', () => {
  let pool: ThreadPool;
  beforeAll(() => {
    pool = new ThreadPool({ sources: [{ name: 'Code', code: CODE }], stuckAfterMs: 1_000 });
  });
  afterAll(() => pool.close());

  const world = (options: ProjectOptions = {}) => {
    const project = new Project({ sources: [{ name: 'Code', code: CODE }], ...options });
    return { project, threads: new ThreadedExecutions(project, pool) };
  };

  const value = ({ settled }: ThreadHandle): unknown => (settled && 'value' in settled ? settled.value : settled);

  test('shows every blocked execution with its pending call, and steps the one it is told to', () => {
    const { threads, project } = world();
    const one = threads.start('incrementUnguarded');
    const other = threads.start('incrementUnguarded');
    const waiting = (): string[] => threads.pending().map(({ call }) => `${String(call.execution.id)} ${call.method}`);
    expect(waiting()).toEqual(['1 getProperty', '2 getProperty']);
    threads.step(one);
    expect(waiting()).toEqual(['1 setProperty', '2 getProperty']);
    threads.step(other);
    threads.step(other);
    threads.step(one);
    // Each read before the other wrote: one of the two is lost, as in Apps Script.
    expect(project.properties.get('count')).toBe('1');
    expect([one.settled, other.settled]).toEqual([{ value: undefined }, { value: undefined }]);
  });

  test('keeps executions apart by a lock, in whatever order they are stepped', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { threads, project } = world();
      const random = new RandomStream(seed);
      for (let count = 0; count < 4; count += 1) threads.start('increment', [3]);
      threads.drain((ready) => ready[random.below(ready.length)] as (typeof ready)[number]);
      expect(project.properties.get('count')).toBe('12');
    }
  });

  test('gives the same history for the same seed and decisions, another for others', () => {
    const history = (seed: number, decisions: number): string => {
      const { threads, project } = world({ seed, latencyMs: ({ method }) => method.length });
      const random = new RandomStream(decisions);
      for (let count = 0; count < 4; count += 1) threads.start('increment', [2]);
      threads.drain(
        (ready) => ready[random.below(ready.length)] as (typeof ready)[number],
        () => (random.chance(0.01) ? { outcome: 'kill', effect: 'none' } : {}),
      );
      return `${threads.trace.digest()} ${String(project.clock.now())}`;
    };
    expect(history(1, 7)).toBe(history(1, 7));
    expect(history(1, 7)).not.toBe(history(1, 8));
    expect(history(1, 7)).not.toBe(history(2, 7));
  });

  test('kills before, in the middle of and after the effect, and nothing after it has effect', () => {
    for (const [effect, keys] of [
      ['none', []],
      [{ first: 2 }, ['a', 'b']],
      ['whole', ['a', 'b', 'c']],
    ] as const) {
      const { threads, project } = world();
      const handle = threads.start('writeThree');
      threads.step(handle, { effect, outcome: 'kill' });
      expect([...project.properties.keys()]).toEqual(keys);
      expect(handle.settled).toMatchObject({ error: expect.any(ExecutionKilled) as Error });
      expect(handle.execution.status).toBe('killed');
      expect(project.log).toEqual([]);
      expect(threads.pending()).toEqual([]);
    }
  });

  test('kills between the effect and the answer', () => {
    const network = new ServerStub(() => ({ body: 'ok' }), 300);
    const { threads } = world({ network });
    const handle = threads.start('post');
    threads.step(handle);
    expect(handle.pending).toMatchObject({ phase: 'answer', readyAt: Date.parse('2026-03-02T09:00:00.300Z') });
    threads.step(handle, { outcome: 'kill' });
    expect(network.received).toHaveLength(1);
    expect(handle.execution.status).toBe('killed');
  });

  test('uses a worker again after a kill', () => {
    const { threads } = world();
    const before = pool.size;
    threads.kill(threads.start('writeThree'));
    const handle = threads.start('sleep', [5]);
    threads.drain();
    expect(value(handle)).toBe(Date.parse('2026-03-02T09:00:00.005Z'));
    expect(pool.size).toBe(Math.max(1, before));
  });

  test('frees the lock of a killed execution', () => {
    const { threads } = world();
    const holder = threads.start('hold');
    threads.step(holder);
    const waiter = threads.start('tryFor', [1_000]);
    threads.step(waiter);
    expect(waiter.pending).toMatchObject({ phase: 'effect', readyAt: Date.parse('2026-03-02T09:00:01Z') });
    threads.kill(holder);
    threads.drain();
    expect(value(waiter)).toEqual([true, Date.parse('2026-03-02T09:00:00Z')]);
  });

  test('lets a lock wait time out while another execution sleeps with it', () => {
    const { threads } = world();
    const holder = threads.start('hold');
    threads.step(holder);
    const impatient = threads.start('tryFor', [1_000]);
    const patient = threads.start('tryFor', [9_000]);
    threads.drain();
    expect(value(impatient)).toEqual([false, Date.parse('2026-03-02T09:00:01Z')]);
    expect(value(patient)).toEqual([true, Date.parse('2026-03-02T09:00:05Z')]);
    expect(value(holder)).toBe('held');
  });

  test('lets sleeps overlap', () => {
    const { threads, project } = world();
    const handles = [300, 100, 200].map((ms) => threads.start('sleep', [ms]));
    threads.drain();
    expect(project.clock.now()).toBe(Date.parse('2026-03-02T09:00:00.300Z'));
    expect(handles.map(value)).toEqual([300, 100, 200].map((ms) => Date.parse('2026-03-02T09:00:00Z') + ms));
  });

  test('ends an execution after six minutes', () => {
    const { threads } = world();
    const handle = threads.start('keepTrying');
    while (!handle.settled) threads.step(handle, { latencyMs: 200_000 });
    expect(handle.execution).toMatchObject({ status: 'timedOut', problem: 'Exceeded maximum execution time' });
  });

  test('carries a full property store and a body of several megabytes', () => {
    const { threads, project } = world({ network: new ServerStub(() => ({ body: 'é'.repeat(2_000_000) })) });
    for (let index = 0; index < 50; index += 1) project.properties.set(`key-${String(index)}`, 'é'.repeat(4_608));
    const read = threads.start('readAll');
    const fetched = threads.start('fetchBig');
    threads.drain();
    expect([value(read), value(fetched)]).toEqual([50, 4_000_000]);
  });

  test('hands out results, errors and logs as a same-thread run does', () => {
    const { threads, project } = world({ seed: 'same' });
    const twin = new Project({ sources: [{ name: 'Code', code: CODE }], seed: 'same' });
    const handle = threads.start('increment', [2]);
    const failing = threads.start('fail');
    threads.drain();
    expect(value(handle)).toBe(twin.run('increment', [2]));
    expect(() => twin.run('fail')).toThrow('bad');
    expect(failing.settled).toMatchObject({ error: { message: 'bad', code: 'X', issues: [1] } });
    const lines = (of: Project) => of.log.map(({ message }) => message).sort();
    expect(lines(project)).toEqual(lines(twin));
    expect(handle.execution.calls).toHaveLength(8);
  });

  test('starts triggers that come due without waiting for what still runs', () => {
    const { threads, project } = world({ timing: punctualTiming });
    const install = threads.start('installSlow');
    threads.drain();
    expect(value(install)).toBeUndefined();
    const started = threads.advance(3 * 60_000);
    expect(started.map(({ execution }) => execution.kind)).toEqual(['trigger', 'trigger', 'trigger']);
    expect([started[0], started[2]].map((handle) => handle?.execution.status)).toEqual(['completed', 'running']);
    expect(Math.max(...(project.properties.get('overlaps')?.split(' ').map(Number) ?? []))).toBe(2);
    threads.drain();
    expect(started.map(value)).toEqual(['slept', 'slept', 'slept']);
  });

  test('throws a worker away whose execution goes on calling after its end, without waiting for it', async () => {
    const patient = new ThreadPool({ sources: [{ name: 'Code', code: CODE }], stuckAfterMs: 600_000 });
    const threads = new ThreadedExecutions(new Project({ sources: [] }), patient);
    const stubborn = threads.start('keepTrying');
    threads.kill(stubborn);
    expect([stubborn.execution.status, patient.size]).toEqual(['killed', 0]);
    await patient.close();
  });

  test('throws a worker away that makes no call', () => {
    const { threads } = world();
    const stuck = threads.start('spin');
    expect(stuck.execution).toMatchObject({
      status: 'timedOut',
      problem: 'It made no service call for too long and was stopped.',
    });
    const next = threads.start('sleep', [1]);
    threads.drain();
    expect(value(next)).toBe(Date.parse('2026-03-02T09:00:00.001Z'));
  });
});
