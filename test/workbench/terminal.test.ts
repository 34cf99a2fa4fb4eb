import { createTerminal, seconds } from '../../workbench/terminal';
import { captureTerminal } from './captured-terminal';

describe('createTerminal', () => {
  test('keeps results and talk apart', () => {
    const terminal = captureTerminal();
    terminal.print('result');
    terminal.note('talk');
    terminal.ok('fine');
    expect({ out: terminal.out(), talk: terminal.talk() }).toEqual({ out: 'result\n', talk: 'talk\nOK  fine\n' });
  });

  test('says when a step is done, with what it gave', async () => {
    const terminal = captureTerminal();
    expect(
      await terminal.step(
        'Counting',
        (n) => `Counted ${n}`,
        () => 3,
      ),
    ).toBe(3);
    expect(terminal.talk()).toMatch(/^OK {2}Counted 3 \(\d\.\d s\)\n$/);
  });

  test('says what it is doing when a step takes longer than a second', async () => {
    jest.useFakeTimers();
    const terminal = captureTerminal();
    let finish = () => {};
    const step = terminal.step('Building', 'Built', () => new Promise<void>((resolve) => (finish = resolve)));
    jest.advanceTimersByTime(999);
    expect(terminal.talk()).toBe('');
    jest.advanceTimersByTime(1);
    expect(terminal.talk()).toBe('..  Building\n');
    finish();
    await step;
    jest.useRealTimers();
    expect(terminal.talk()).toContain('OK  Built');
  });

  test('says which step failed and passes the reason on', async () => {
    const terminal = captureTerminal();
    const work = () => Promise.reject(new Error('no disk'));
    await expect(terminal.step('Building', 'Built', work)).rejects.toThrow('no disk');
    expect(terminal.talk()).toBe('x   Building: failed\n');
  });

  test('colours only where a person watches, and never under NO_COLOR', () => {
    const escape = String.fromCharCode(27);
    const said = (isTTY: boolean) => {
      let text = '';
      const stream = { isTTY, write: (chunk: string | Uint8Array) => ((text += String(chunk)), true) };
      createTerminal(stream, stream).ok('fine');
      return text;
    };
    const before = process.env['NO_COLOR'];
    delete process.env['NO_COLOR'];
    expect(said(true)).toContain(escape);
    expect(said(false)).not.toContain(escape);
    process.env['NO_COLOR'] = '1';
    expect(said(true)).not.toContain(escape);
    if (before === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = before;
  });
});

test('seconds keeps one digit of short times', () => {
  expect([seconds(40), seconds(1234), seconds(61_000)]).toEqual(['0.0 s', '1.2 s', '61 s']);
});
