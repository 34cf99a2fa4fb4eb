import { createHash, createHmac, createVerify, generateKeyPairSync } from 'node:crypto';
import { evaluate, projectOf, refusal } from '../helpers';

const signed = (bytes: Buffer): number[] => [...new Int8Array(bytes)];

describe('Utilities', () => {
  test.each([
    ['MD5', 'md5'],
    ['SHA_1', 'sha1'],
    ['SHA_256', 'sha256'],
    ['SHA_384', 'sha384'],
    ['SHA_512', 'sha512'],
  ])('computes %s digests and signatures in signed bytes', (google, node) => {
    expect(evaluate(`Utilities.computeDigest(Utilities.DigestAlgorithm.${google}, 'abc')`)).toEqual(
      signed(createHash(node).update('abc').digest()),
    );
    expect(evaluate(`Utilities.computeHmacSignature(Utilities.MacAlgorithm.HMAC_${google}, 'abc', 'key')`)).toEqual(
      signed(createHmac(node, 'key').update('abc').digest()),
    );
  });

  test('signs with HMAC SHA-256 over text and over bytes', () => {
    const expected = signed(createHmac('sha256', 'key').update('abc').digest());
    expect(evaluate("Utilities.computeHmacSha256Signature('abc', 'key')")).toEqual(expected);
    expect(evaluate('Utilities.computeHmacSha256Signature([97, 98, 99], [107, 101, 121])')).toEqual(expected);
  });

  test('hashes text as US-ASCII unless a charset is named', () => {
    expect(evaluate("Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, 'é')")).toEqual(
      signed(createHash('md5').update('?').digest()),
    );
    expect(evaluate("Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, 'é', Utilities.Charset.UTF_8)")).toEqual(
      signed(createHash('md5').update('é').digest()),
    );
  });

  test('signs with RSA, and refuses what is no key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const project = projectOf("function main(key) { return Utilities.computeRsaSha256Signature('abc', key); }");
    const signature = project.run('main', [privateKey.export({ type: 'pkcs8', format: 'pem' })]) as number[];
    expect(
      createVerify('sha256')
        .update('abc')
        .verify(publicKey, Buffer.from(Int8Array.from(signature).buffer)),
    ).toBe(true);
    expect(() => project.run('main', ['no key'])).toThrow('Invalid argument: key');
  });

  test('encodes and decodes base64, both alphabets', () => {
    expect(
      evaluate(
        "[Utilities.base64Encode('é'), Utilities.base64Encode([-1, -2, -3]), Utilities.base64EncodeWebSafe([-1, -2, -3])]",
      ),
    ).toEqual(['w6k=', '//79', '__79']);
    expect(evaluate("[Utilities.base64Decode('w6k='), Utilities.base64DecodeWebSafe('__79')]")).toEqual([
      [-61, -87],
      [-1, -2, -3],
    ]);
    expect(refusal("Utilities.base64Decode('%')")).toBe('Exception: Could not decode string.');
  });

  test('sleeps on the project’s clock, up to five minutes', () => {
    expect(
      evaluate('(() => { const before = Date.now(); Utilities.sleep(300000); return Date.now() - before; })()'),
    ).toBe(300_000);
    expect(refusal('Utilities.sleep(300001)')).toBe('Exception: Invalid argument: milliseconds');
    expect(refusal('Utilities.sleep(-1)')).toBe('Exception: Invalid argument: milliseconds');
    expect(refusal('Utilities.sleep()')).toBe(
      "Exception: The parameters () don't match the method signature for Utilities.sleep.",
    );
  });

  test('reads CSV with quotes, line ends of every kind and another delimiter', () => {
    expect(evaluate(String.raw`Utilities.parseCsv('a,"b ""x"", c"\r\n"line\nend",\n\nlast')`)).toEqual([
      ['a', 'b "x", c'],
      ['line\nend', ''],
      [''],
      ['last'],
    ]);
    expect(evaluate("Utilities.parseCsv('a;b', ';')")).toEqual([['a', 'b']]);
  });

  test('formats text as sprintf', () => {
    expect(evaluate("Utilities.formatString('%s|%5d|%-5s|%05.1f|%x|%%|%2$s', 'a', 7, 'b', 2.25, 255)")).toBe(
      'a|    7|b    |002.3|ff|%|7',
    );
  });

  test('zips and unzips, gzips and ungzips', () => {
    expect(
      evaluate(`(() => {
        const files = [Utilities.newBlob('one é', 'text/plain', 'a.txt'), Utilities.newBlob([0, -1], 'image/png', 'dir/b.png')];
        const back = Utilities.unzip(Utilities.zip(files, 'all.zip'));
        const packed = Utilities.gzip(Utilities.newBlob('x'.repeat(1000)));
        return [back.map((b) => [b.getName(), b.getContentType(), b.getBytes().length]), back[0].getDataAsString(),
          packed.getBytes().length < 100, Utilities.ungzip(packed).getDataAsString().length];
      })()`),
    ).toEqual([[['a.txt', 'text/plain', 6], ['dir/b.png', 'image/png', 2]], 'one é', true, 1000]); // prettier-ignore
  });

  test('makes blobs that change and copy', () => {
    expect(
      evaluate(`(() => {
        const blob = Utilities.newBlob('é').setName('a.json').setContentTypeFromExtension();
        const copy = blob.copyBlob().setDataFromString('x', 'UTF-8').setContentType(null);
        return [blob.getBytes(), blob.getContentType(), blob.getName(), copy.getDataAsString(), copy.getContentType(), blob.isGoogleType(),
          blob.getBlob() === blob, blob.setBytes([65]).getDataAsString('US-ASCII')];
      })()`),
    ).toEqual([[-61, -87], 'application/json', 'a.json', 'x', null, false, true, 'A']);
  });
});

describe('Utilities.formatDate', () => {
  const at = '2026-03-29T00:59:59.007Z';
  test.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', 'Etc/UTC', '2026-03-29 00:59:59.007'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", 'Europe/Paris', '2026-03-29T01:59:59+01:00'],
    ['EEE, d MMM yy h:mm a z', 'America/New_York', 'Sat, 28 Mar 26 8:59 PM EDT'],
    ['EEEE MMMM dd, k K', 'Asia/Kolkata', 'Sunday March 29, 6 6'],
    ['Z X D w u G', 'Etc/UTC', '+0000 Z 88 14 7 AD'],
    ["''yyyy''", 'UTC', "'2026'"],
  ])('writes %s in %s', (pattern, zone, text) => {
    expect(evaluate(`Utilities.formatDate(new Date('${at}'), '${zone}', ${JSON.stringify(pattern)})`)).toBe(text);
  });

  test.each([
    ['2025-12-27', '2025-W52'],
    ['2025-12-28', '2026-W01'],
    ['2025-12-30', '2026-W01'],
    ['2026-01-01', '2026-W01'],
    ['2026-01-04', '2026-W02'],
    ['2022-12-31', '2022-W53'],
    ['2023-01-01', '2023-W01'],
  ])('counts the weeks of a year as Java does in the US: %s is in %s', (day, week) => {
    expect(evaluate(`Utilities.formatDate(new Date('${day}T12:00:00Z'), 'UTC', "YYYY-'W'ww")`)).toBe(week);
    expect(evaluate(`Utilities.formatDate(new Date('${day}T12:00:00Z'), 'UTC', 'YY')`)).toBe(week.slice(2, 4));
  });

  test.each([
    ['GMT+1', '01:59 +0100 GMT+01:00'],
    ['GMT-5', '19:59 -0500 GMT-05:00'],
    ['GMT+02:00', '02:59 +0200 GMT+02:00'],
    ['GMT+5:30', '06:29 +0530 GMT+05:30'],
    ['GMT-0330', '21:29 -0330 GMT-03:30'],
    ['GMT+0', '00:59 +0000 GMT+00:00'],
    ['GMT-0', '00:59 +0000 GMT-00:00'],
    ['GMT', '00:59 +0000 GMT'],
  ])('takes the fixed offset %s', (zone, text) => {
    expect(evaluate(`Utilities.formatDate(new Date('${at}'), '${zone}', 'HH:mm Z z')`)).toBe(text);
  });

  test('refuses an offset that no clock has', () => {
    for (const zone of ['GMT+24', 'GMT+1:60', 'GMT1', 'GMT+']) {
      expect(refusal(`Utilities.formatDate(new Date(), '${zone}', 'HH')`)).toBe(`Exception: Invalid argument: ${zone}`);
    }
  });

  test('refuses what is no date, an unknown zone and an unknown letter', () => {
    expect(refusal("Utilities.formatDate('2026', 'UTC', 'yyyy')")).toBe(
      "Exception: The parameters (String,String,String) don't match the method signature for Utilities.formatDate.",
    );
    expect(refusal("Utilities.formatDate(new Date(), 'Mars/Base', 'yyyy')")).toBe(
      'Exception: Invalid argument: Mars/Base',
    );
    expect(refusal("Utilities.formatDate(new Date(), 'UTC', 'J')")).toBe("Exception: Illegal pattern character 'J'");
  });
});

describe('Utilities.parseDate', () => {
  test('reads a time of a fixed offset', () => {
    expect(evaluate("Utilities.parseDate('2026-03-02 09:30', 'GMT+2', 'yyyy-MM-dd HH:mm').toISOString()")).toBe(
      '2026-03-02T07:30:00.000Z',
    );
  });

  test.each([
    ['2026-03-02 09:30', 'Europe/Paris', 'yyyy-MM-dd HH:mm', '2026-03-02T08:30:00.000Z'],
    ['Mar 2, 2026 9:05 PM', 'America/New_York', 'MMM d, yyyy h:mm a', '2026-03-03T02:05:00.000Z'],
    ['20260302T0930+0200', 'UTC', "yyyyMMdd'T'HHmmZ", '2026-03-02T07:30:00.000Z'],
  ])('reads %s in %s', (text, zone, pattern, instant) => {
    expect(evaluate(`Utilities.parseDate('${text}', '${zone}', ${JSON.stringify(pattern)})`)).toBe(instant);
  });

  test('refuses what does not fit', () => {
    expect(refusal("Utilities.parseDate('soon', 'UTC', 'yyyy')")).toBe('Exception: Unparseable date: "soon"');
  });
});
