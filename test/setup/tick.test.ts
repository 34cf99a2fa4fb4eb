import { runTick, type Ticker } from '../../src/setup/tick';
import { SeenStore } from '../../src/setup/seen-store';
import { Configuration } from '../../src/settings/configuration';
import { PARTS } from '../../src/settings/parts';

function tickerWith(changes: Partial<Ticker>) {
  const did: string[] = [];
  const store = new SeenStore({
    readAll: () => ({}),
    read: () => null,
    write: (entries) => void did.push(`write ${Object.keys(entries).join(' ')}`),
    remove: () => undefined,
  });
  const platform = {
    store,
    clock: {
      now: () => 1_795_000_000_000,
      startedAt: 1_795_000_000_000,
      sleep: () => undefined,
      timeZone: () => 'Etc/UTC',
    },
    log: { write: (_level: string, event: string) => void did.push(event), print: () => undefined },
  } as unknown as Ticker['platform'];
  const ticker: Ticker = {
    platform,
    configuration: (snapshot) => new Configuration(snapshot, {}, PARTS, { now: 0, ownUrl: '', tickEveryMinutes: 1 }),
    neededTriggers: () => [],
    accept: (plan) => (store.write(plan.entries), []),
    tickSheets: () => (did.push('sheets'), []),
    tickRelay: () => undefined,
    drain: () => void did.push('drain'),
    quiet: () => ({ decide: () => ({ kind: 'deliver' }), count: () => ({}) }),
    ...changes,
  };
  return { did, ticker };
}

describe('runTick', () => {
  test('does the parts in order, and drains last', () => {
    const { did, ticker } = tickerWith({});
    runTick(ticker);
    expect(did).toEqual(['write cc/t/h', 'write cc/m/h', 'sheets', 'write cc/i/w cc/i/t', 'trouble.untold', 'drain']);
  });

  test('goes on with the others when one fails, and fails at the end', () => {
    const { did, ticker } = tickerWith({
      tickSheets: () => {
        throw new Error('the sheet is gone');
      },
    });
    expect(() => runTick(ticker)).toThrow('the sheet is gone');
    expect(did).toContain('tick.failed');
    expect(did.slice(-3)).toEqual(['write cc/i/w cc/i/t', 'trouble.untold', 'drain']);
  });

  test('reads the store once, and drains what it has written itself', () => {
    let drained: Readonly<Record<string, string>> = {};
    let reads = 0;
    const { ticker } = tickerWith({ drain: (snapshot) => void (drained = snapshot) });
    const { store } = ticker.platform;
    const readAll = store.readAll.bind(store);
    store.readAll = () => ((reads += 1), readAll());
    runTick(ticker);
    expect(reads).toBe(1);
    expect(Object.keys(drained)).toEqual(['cc/t/h', 'cc/m/h', 'cc/i/w', 'cc/i/t']);
  });
});
