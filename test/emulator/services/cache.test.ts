import { evaluate, projectOf, refusal } from '../helpers';

const cache = 'CacheService.getScriptCache()';

describe('CacheService', () => {
  test('keeps a value for ten minutes when nothing is said, and not longer', () => {
    const project = projectOf(`
      function put() { ${cache}.put('a', 'x'); }
      function get() { return ${cache}.get('a'); }`);
    project.run('put');
    project.advance(599_999);
    expect(project.run('get')).toBe('x');
    project.advance(1);
    expect(project.run('get')).toBeNull();
  });

  test('keeps a value as long as it is told, up to six hours', () => {
    const project = projectOf(`
      function put(seconds) { ${cache}.put('a', 'x', seconds); }
      function get() { return ${cache}.get('a'); }`);
    project.run('put', [21_600]);
    project.advance(21_599_999);
    expect(project.run('get')).toBe('x');
    expect(() => project.run('put', [21_601])).toThrow('Invalid argument: expirationInSeconds');
    expect(() => project.run('put', [0])).toThrow('Invalid argument: expirationInSeconds');
  });

  test('turns values to text', () => {
    expect(
      evaluate(
        `(() => { const cache = ${cache}; cache.put('n', 1); cache.put('o', {}); return cache.getAll(['n', 'o', 'missing']); })()`,
      ),
    ).toEqual({ n: '1', o: '[object Object]' });
  });

  test('refuses null and empty keys, null values, keys over 250 characters and values over 100 KB', () => {
    expect(refusal(`${cache}.get(null)`)).toBe('Exception: Invalid argument: key');
    expect(refusal(`${cache}.put('', 'x')`)).toBe('Exception: Invalid argument: key');
    expect(refusal(`${cache}.put('a', null)`)).toBe('Exception: Invalid argument: value');
    expect(evaluate(`${cache}.get('k'.repeat(250))`)).toBeNull();
    expect(refusal(`${cache}.get('k'.repeat(251))`)).toBe('Exception: Argument too large: key');
    expect(evaluate(`(${cache}.put('a', 'é'.repeat(51200)), ${cache}.get('a').length)`)).toBe(51_200);
    expect(refusal(`${cache}.put('a', 'é'.repeat(51200) + 'e')`)).toBe('Exception: Argument too large: value');
  });

  test('holds 1,000 items; one more leaves the 900 farthest from their end', () => {
    const count = `Object.keys(${cache}.getAll(keys)).length`;
    expect(
      evaluate(`(() => {
        const keys = Array.from({ length: 1001 }, (_, index) => 'k' + index);
        keys.slice(0, 1000).forEach((key, index) => ${cache}.put(key, 'x', 1000 + index));
        const before = ${count};
        ${cache}.put('k1000', 'x', 5000);
        return [before, ${count}, ${cache}.get('k100'), ${cache}.get('k101'), ${cache}.get('k1000')];
      })()`),
    ).toEqual([1000, 900, null, 'x', 'x']);
  });

  test('removes one and many, and may forget everything at any time', () => {
    const project = projectOf(`
      function put() { ${cache}.putAll({ a: '1', b: '2', c: '3', d: '4' }); ${cache}.remove('a'); ${cache}.removeAll(['b', 'c']); }
      function get() { return ${cache}.getAll(['a', 'b', 'c', 'd']); }`);
    project.run('put');
    expect(project.run('get')).toEqual({ d: '4' });
    project.services.CacheService.clear();
    expect(project.run('get')).toEqual({});
  });

  test('has no document cache in a standalone script, and one cache for each user', () => {
    expect(evaluate('CacheService.getDocumentCache()')).toBeNull();
    expect(evaluate("CacheService.getDocumentCache().get('a')", { boundTo: 'sheet-1' })).toBeNull();
    const project = projectOf(`
      function put() { CacheService.getUserCache().put('a', 'x'); }
      function get() { return CacheService.getUserCache().get('a'); }`);
    project.run('put', [], { user: 'one@example.com' });
    expect(project.run('get', [], { user: 'other@example.com' })).toBeNull();
  });
});
