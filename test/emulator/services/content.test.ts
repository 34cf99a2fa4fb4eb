import { evaluate } from '../helpers';

describe('ContentService', () => {
  test('builds text with a type and a file name', () => {
    expect(
      evaluate(`(() => {
        const output = ContentService.createTextOutput('{').append('}').setMimeType(ContentService.MimeType.JSON).downloadAsFile('a.json');
        return [output.getContent(), output.getMimeType(), output.getFileName(), output.clear().getContent(), output.setContent('x').getContent(),
          ContentService.createTextOutput().getMimeType()];
      })()`),
    ).toEqual(['{}', 'JSON', 'a.json', '', 'x', 'TEXT']);
  });

  test('leaves an execution as data', () => {
    expect(evaluate("ContentService.createTextOutput('a').setMimeType(ContentService.MimeType.CSV)")).toEqual({
      google: 'TextOutput', content: 'a', mimeType: 'CSV', fileName: null }); // prettier-ignore
  });
});
