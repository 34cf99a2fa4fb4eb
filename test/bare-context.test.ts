import { createBareContext, hasGlobal, missingGlobals } from './bare-context';

describe('createBareContext', () => {
  test('has none of the globals that Apps Script lacks', () => {
    const bare = createBareContext({ tripwires: false });
    expect(missingGlobals.filter((name) => hasGlobal(bare, name))).toEqual([]);
    expect(missingGlobals).toHaveLength(46);
  });

  test('throws what Apps Script would throw when one is used', () => {
    const bare = createBareContext({ tripwires: false });
    expect(() => bare.run('new URL("https://example.com")')).toThrow('URL is not defined');
  });

  test('notes with tripwires what was only asked for', () => {
    const bare = createBareContext({ tripwires: true });
    bare.run('typeof process; typeof URL; PropertiesService;');
    expect(bare.touched).toEqual(['process', 'URL', 'PropertiesService']);
  });

  test('lets a script define a missing global itself', () => {
    const bare = createBareContext({ tripwires: true });
    expect(bare.run('Buffer = 1; Buffer + 1')).toBe(2);
    expect(bare.touched).toEqual([]);
  });

  test('makes no code from strings', () => {
    const bare = createBareContext({ tripwires: false });
    expect(() => bare.run('eval("1")')).toThrow('Code generation from strings disallowed');
  });
});
