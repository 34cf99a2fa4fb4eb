import { buildPage } from '../../workbench/build-page';

describe('buildPage', () => {
  let html: string;
  beforeAll(async () => {
    html = await buildPage();
  });

  test('gives one document that asks no other host for anything', () => {
    expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(html).not.toMatch(/@import|url\((?!data:)/);
    expect(html).toContain("default-src 'none'");
    expect(html).toMatch(/<html lang="en">[^]*<title>Chat Courier workbench<\/title>/);
  });

  test('closes its script only at the end', () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
  });

  test('stays within 120 KB', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(120_000);
  });
});
