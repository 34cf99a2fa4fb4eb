import { projectOf, ServerStub } from '../helpers';

const logged = (code: string) => {
  const project = projectOf(`function main() { ${code} }`);
  project.run('main');
  return project.log.map(({ severity, message }) => `${severity} ${message}`);
};

describe('console', () => {
  test('logs with the method’s severity', () => {
    expect(logged("console.log('a'); console.info('b'); console.warn('c'); console.error('d');")).toEqual([
      'DEBUG a',
      'INFO b',
      'WARNING c',
      'ERROR d',
    ]);
  });

  test('fills in formats and shows objects', () => {
    expect(logged("console.log('%s has %d', 'x', 3, { a: [1, { b: 2 }] });")).toEqual([
      'DEBUG x has 3 { a: [ 1, { b: 2 } ] }',
    ]);
  });

  test('shows an answer of UrlFetchApp as its text', () => {
    const code = `function main() {
      const response = UrlFetchApp.fetch('https://server.example.com/');
      console.log(response); console.info('%s and', response, response); Logger.log(response); }`;
    const project = projectOf(code, { network: new ServerStub(() => ({ body: '{"up":true}' })) });
    project.run('main');
    const messages = ['{"up":true}', '{"up":true} and {"up":true}', '{"up":true}'];
    expect(project.log.map(({ message }) => message)).toEqual(messages);
    expect(project.log[0]).not.toHaveProperty('payload');
  });

  test('measures time on the project’s clock', () => {
    expect(logged("console.time('work'); Utilities.sleep(250); console.timeEnd('work');")).toEqual([
      'DEBUG work: 250ms',
    ]);
  });

  test('keeps the data of one logged object', () => {
    const project = projectOf("function main() { console.error({ event: 'delivery.failed', at: new Date(0) }); }");
    project.run('main');
    expect(JSON.parse(project.log[0]?.payload ?? '')).toEqual({
      event: 'delivery.failed',
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  test('tells who listens of each line as it comes', () => {
    const lines: string[] = [];
    projectOf("function main() { console.log('first'); Utilities.sleep(5); console.log('second'); }", {
      onLog: ({ at, message }) => lines.push(`${new Date(at).toISOString()} ${message}`),
    }).run('main');
    expect(lines).toEqual(['2026-03-02T09:00:00.000Z first', '2026-03-02T09:00:00.005Z second']);
  });
});

describe('Logger', () => {
  test('shows values as Java would, and fills in formats', () => {
    expect(logged("Logger.log(1); Logger.log([1, 'a']); Logger.log({ a: { b: true } }); Logger.log('%s: %s', 'x', 2).log(null);")).toEqual([
      'INFO 1.0', 'INFO [1.0, a]', 'INFO {a={b=true}}', 'INFO x: 2.0', 'INFO null']); // prettier-ignore
  });

  test('keeps its log for the execution only, until cleared', () => {
    const project = projectOf(
      "function main() { Logger.log('kept'); const log = Logger.getLog(); Logger.clear(); return [log, Logger.getLog()]; }",
    );
    const expected = [expect.stringMatching(/^Mon Mar 02 2026 09:00:00 GMT\+0000 \(.*\) INFO: kept\n$/), ''];
    expect(project.run('main')).toEqual(expected);
    expect(project.run('main')).toEqual(expected);
  });
});
