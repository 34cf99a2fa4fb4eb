import { evaluate, projectOf, refusal } from '../helpers';

const script = 'PropertiesService.getScriptProperties()';

describe('PropertiesService', () => {
  test('keeps values from one execution to the next', () => {
    const project = projectOf(`
      function write() { ${script}.setProperty('a', 'x'); }
      function read() { return ${script}.getProperty('a'); }`);
    project.run('write');
    expect(project.run('read')).toBe('x');
  });

  test('gives back every value as text', () => {
    expect(
      evaluate(
        `${script}.setProperties({ number: 1, truth: true, object: {} }).setProperty('one', 1.5).getProperties()`,
      ),
    ).toEqual({ number: '1', truth: 'true', object: '[object Object]', one: '1.5' });
  });

  test('hands out copies, not live views', () => {
    expect(
      evaluate(`(() => { const all = ${script}.getProperties(); all.a = '1'; return ${script}.getKeys(); })()`),
    ).toEqual([]);
  });

  test('answers null for a missing key', () => {
    expect(evaluate(`${script}.getProperty('missing')`)).toBeNull();
  });

  test('deletes the others when setProperties is told to', () => {
    const project = projectOf(`function main() { ${script}.setProperties({ b: '2' }, true); }`);
    project.properties.set('a', '1');
    project.run('main');
    expect([...project.properties]).toEqual([['b', '2']]);
  });

  test('has no document store in a standalone script, and one in a bound script', () => {
    expect(evaluate('PropertiesService.getDocumentProperties()')).toBeNull();
    expect(evaluate('PropertiesService.getDocumentProperties().getKeys()', { boundTo: 'sheet-1' })).toEqual([]);
  });

  test('keeps the stores of two users apart', () => {
    const project = projectOf(`
      function write() { PropertiesService.getUserProperties().setProperty('a', 'mine'); }
      function read() { return PropertiesService.getUserProperties().getProperty('a'); }`);
    project.run('write', [], { user: 'one@example.com' });
    expect(project.run('read', [], { user: 'other@example.com' })).toBeNull();
    expect(project.run('read', [], { user: 'one@example.com' })).toBe('mine');
  });

  test('takes a value of 9 KB, counted in bytes of UTF-8, and refuses one more', () => {
    expect(evaluate(`${script}.setProperty('a', 'é'.repeat(4608)).getProperty('a').length`)).toBe(4608);
    expect(refusal(`${script}.setProperty('a', 'é'.repeat(4608) + 'e')`)).toBe('Exception: Argument too large: value');
  });

  test('writes nothing of a setProperties whose last value is too large', () => {
    const project = projectOf(`function main() { ${script}.setProperties({ a: '1', b: 'x'.repeat(9217) }); }`);
    expect(() => project.run('main')).toThrow('Argument too large: value');
    expect(project.properties.size).toBe(0);
  });

  test('takes 500 KB of keys and values, and refuses one byte more', () => {
    const project = projectOf(`function main(key, length) { ${script}.setProperty(key, 'x'.repeat(length)); }`);
    for (let index = 0; index < 55; index += 1)
      project.properties.set(`key-${String(index).padStart(2, '0')}`, 'x'.repeat(9216));
    const left = 500 * 1024 - project.properties.sizeBytes;
    project.run('main', ['last', left - 4]);
    expect(() => project.run('main', ['last', left - 3])).toThrow(
      'You have exceeded the property storage quota. Please remove some properties and try again.',
    );
    expect(project.properties.sizeBytes).toBe(500 * 1024);
  });

  test('lets an overfull store shrink', () => {
    const project = projectOf(`function main() { ${script}.deleteProperty('key-0').setProperty('key-1', 'small'); }`);
    for (let index = 0; index < 60; index += 1) project.properties.set(`key-${String(index)}`, 'x'.repeat(9216));
    project.run('main');
    expect(project.properties.get('key-1')).toBe('small');
  });

  test('refuses null as a value, in words that name the types', () => {
    expect(refusal(`${script}.setProperty('a', null)`)).toBe(
      "Exception: The parameters (String,null) don't match the method signature for PropertiesService.Properties.setProperty.",
    );
  });

  test('counts reads and writes against a daily quota that is whole again a day after its first use', () => {
    const project = projectOf(`function main() { return ${script}.setProperty('a', '1').getProperty('a'); }`, {
      quotas: { propertyReadsAndWrites: 3 },
    });
    project.run('main');
    expect(() => project.run('main')).toThrow('Service invoked too many times for one day: properties.');
    project.advance(24 * 3_600_000);
    expect(project.run('main')).toBe('1');
  });
});
