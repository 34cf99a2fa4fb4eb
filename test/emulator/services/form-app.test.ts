import { projectOf } from '../helpers';

const CODE = `
  function submitted(e) {
    PropertiesService.getScriptProperties().setProperty('seen', JSON.stringify({
      form: e.source.getTitle && e.source.getTitle(),
      answers: e.response && e.response.getItemResponses().map((r) => [r.getItem().getTitle(), String(r.getItem().getType()), r.getResponse()]),
      id: e.response && e.response.getId(),
      values: e.values, named: e.namedValues, row: e.range && e.range.getRow(),
    }));
  }
  function installForm() { ScriptApp.newTrigger('submitted').forForm(FormApp.openById('survey')).onFormSubmit().create(); }
  function installSheet() { ScriptApp.newTrigger('submitted').forSpreadsheet('orders-id').onFormSubmit().create(); }`;

function world(kind: 'installForm' | 'installSheet') {
  const project = projectOf(CODE, { boundTo: 'orders-id' });
  const form = project.services.FormApp.form('survey', 'Feedback');
  form.addItem('Name').addItem('Topics', 'CHECKBOX').addItem('File', 'FILE_UPLOAD');
  project.run(kind);
  const seen = () => JSON.parse(project.properties.get('seen') ?? 'null') as Record<string, unknown> | null;
  return { project, form, seen };
}

describe('FormApp', () => {
  test("tells a form's trigger the response with all its answers", () => {
    const { project, form, seen } = world('installForm');
    form.submit(project, { Name: 'Ada', Topics: ['A', 'B'] });
    expect(seen()).toEqual({
      form: 'Feedback',
      answers: [
        ['Name', 'TEXT', 'Ada'],
        ['Topics', 'CHECKBOX', ['A', 'B']],
      ],
      id: 'response-1',
    });
  });

  test('keeps answers in the linked sheet and tells its trigger values by question', () => {
    const { project, form, seen } = world('installSheet');
    form.linkTo(project.services.SpreadsheetApp.document());
    form.submit(project, { Name: 'Ada', Topics: ['A', 'B'], File: ['file1', 'file2'] });
    expect(seen()).toMatchObject({
      row: 2,
      named: {
        Name: ['Ada'],
        Topics: ['A, B'],
        File: ['https://drive.google.com/open?id=file1, https://drive.google.com/open?id=file2'],
      },
    });
  });

  test('puts an edited response into its own row, the event with the changed answers only', () => {
    const { project, form, seen } = world('installSheet');
    form.linkTo(project.services.SpreadsheetApp.document());
    const { id } = form.submit(project, { Name: 'Ada', Topics: ['A'] });
    form.submit(project, { Name: 'Bo' });
    form.submit(project, { Topics: ['B'] }, { editOf: id });
    expect(seen()).toMatchObject({ row: 2, named: { Name: [''], Topics: ['B'] } });
    expect(form.responses).toHaveLength(2);
  });
});
