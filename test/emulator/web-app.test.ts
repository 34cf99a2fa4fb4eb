import { requestWebApp, webAppEvent } from '../../emulator/web-app';
import { projectOf } from './helpers';

describe('webAppEvent', () => {
  test('tells query, body and fields as Google does', () => {
    expect(webAppEvent({ method: 'POST', query: 'a=1&a=2&b=%C3%A9', body: '{"é":1}' })).toEqual({
      parameter: { a: '1', b: 'é' }, parameters: { a: ['1', '2'], b: ['é'] }, queryString: 'a=1&a=2&b=%C3%A9', contextPath: '', contentLength: 8,
      postData: { type: 'application/json', length: 8, contents: '{"é":1}', name: 'postData' },
    }); // prettier-ignore
    expect(webAppEvent({ method: 'GET', pathInfo: 'x' })).toEqual({
      parameter: {}, parameters: {}, queryString: '', contextPath: '', contentLength: -1, pathInfo: 'x' }); // prettier-ignore
    expect(
      webAppEvent({ method: 'POST', body: 'c=3', contentType: 'application/x-www-form-urlencoded' }),
    ).toMatchObject({ parameter: { c: '3' } });
  });
});

describe('requestWebApp', () => {
  const project = projectOf(`
    function doGet(e) { return HtmlService.createHtmlOutput('<p>' + e.parameter.name + '</p>'); }
    function doPost(e) {
      const data = JSON.parse(e.postData.contents);
      if (data.empty) return;
      if (data.wrong) return 5;
      return ContentService.createTextOutput(JSON.stringify(data)).setMimeType(ContentService.MimeType.JSON);
    }`);

  test('answers with what doGet and doPost return, and its type', () => {
    expect(requestWebApp(project, { method: 'GET', query: 'name=x' })).toEqual({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: '<p>x</p>',
    });
    expect(requestWebApp(project, { method: 'POST', body: '{"a":1}' })).toEqual({
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body: '{"a":1}',
    });
  });

  test.each([
    ['{"empty":true}', 'The script completed but did not return anything.'],
    ['{"wrong":true}', 'The script completed but the returned value is not a supported return type.'],
    ['no JSON', 'SyntaxError: Unexpected token'],
  ])('answers %s with an error page and status 200', (body, text) => {
    const response = requestWebApp(project, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(response.body).toContain(text);
  });

  test('says which function is missing', () => {
    expect(requestWebApp(projectOf(''), { method: 'GET' }).body).toContain('Script function not found: doGet');
  });
});
