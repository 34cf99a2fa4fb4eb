import { createSheetWorld } from './sheet-world';

const RULE = {
  tab: 'Form Responses 1',
  when: 'submitted',
  to: 'ops',
  message: '{{#isEdited}}Changed: {{/isEdited}}{{Name}} says {{Opinion}}',
};

/** A form whose answers the spreadsheet keeps, and one that stands alone. */
function createFormWorld() {
  const world = createSheetWorld();
  const linked = world.project.services.FormApp.form('linked-form', 'Feedback')
    .addItem('Name')
    .addItem('Opinion', 'PARAGRAPH_TEXT')
    .addItem('Files', 'FILE_UPLOAD')
    .addItem('Topics', 'CHECKBOX');
  linked.linkTo(world.spreadsheet);
  const alone = world.project.services.FormApp.form('lone-form', 'Holiday')
    .addItem('Name')
    .addItem('Days')
    .addItem('Files', 'FILE_UPLOAD')
    .addItem('Topics', 'CHECKBOX');
  world.install('handleFormSubmit', 'ON_FORM_SUBMIT', 'lone-form');
  return { world, linked, alone };
}

describe('a form that a sheet keeps the answers of', () => {
  test('tells of a submission, all answers by question', () => {
    const { world, linked } = createFormWorld();
    world.rules({ form: { ...RULE, message: '{{Name}}: {{Topics}} {{{Files}}}' } });
    world.submit(linked, { Name: 'Ada', Topics: ['A', 'B'], Files: ['f1', 'f2'] });
    expect(world.texts()).toEqual([
      'Ada: A, B https://drive.google.com/open?id=f1, https://drive.google.com/open?id=f2',
    ]);
  });

  test('can list every answer that was given', () => {
    const { world, linked } = createFormWorld();
    world.rules({ form: { ...RULE, message: '{{#answers}}{{question}}: {{answer}}\n{{/answers}}' } });
    world.submit(linked, { Name: 'Ada', Opinion: '*good*' });
    expect(world.texts()).toEqual(['Timestamp: 3/2/2026 9:01:00\nName: Ada\nOpinion: ∗good∗\n']);
  });

  test('tells edited responses apart', () => {
    const { world, linked } = createFormWorld();
    world.rules({ form: RULE });
    const { id } = world.submit(linked, { Name: 'Ada', Opinion: 'good' });
    world.tick();
    world.submit(linked, { Opinion: 'better' }, { editOf: id });
    expect(world.texts()).toEqual(['Ada says good', 'Changed: Ada says better']);
  });

  test.each([
    ['new', ['Ada says good']],
    ['edited', ['Changed: Ada says better']],
  ])('tells of %s responses only, when asked to', (responses, expected) => {
    const { world, linked } = createFormWorld();
    world.rules({ form: { ...RULE, responses } });
    const { id } = world.submit(linked, { Name: 'Ada', Opinion: 'good' });
    world.tick();
    world.submit(linked, { Opinion: 'better' }, { editOf: id });
    expect(world.texts()).toEqual(expected);
  });

  test('makes one message of a submission that two triggers report, or that is reported twice', () => {
    const { world, linked } = createFormWorld();
    world.rules({ form: RULE });
    world.install('handleFormSubmit', 'ON_FORM_SUBMIT');
    world.submit(linked, { Name: 'Ada', Opinion: 'good' }, { habits: { doubled: true, lost: false } });
    expect(world.texts()).toEqual(['Ada says good']);
  });

  test('finds a submission that no trigger reported', () => {
    const { world, linked } = createFormWorld();
    world.rules({ form: RULE });
    world.submit(linked, { Name: 'Ada', Opinion: 'good' }, { habits: { doubled: false, lost: true } });
    world.tick(31);
    expect(world.texts()).toEqual(['Ada says good']);
  });

  test('does not take what somebody types for a submission', () => {
    const { world } = createFormWorld();
    world.rules({ form: RULE });
    world.person.paste('Form Responses 1', 2, 2, [['Bo', 'hello']]);
    expect(world.texts()).toEqual([]);
  });

  test('holds conditions against the answers', () => {
    const { world, linked } = createFormWorld();
    world.rules({
      form: {
        ...RULE,
        all: [{ column: 'Topics', contains: 'B' }],
        to: { column: 'Name', routes: { Ada: 'sales' }, otherwise: 'ops' },
      },
    });
    world.submit(linked, { Name: 'Ada', Opinion: '1', Topics: ['A'] });
    world.submit(linked, { Name: 'Ada', Opinion: '2', Topics: ['A', 'B'] });
    world.submit(linked, { Name: 'Bo', Opinion: '3', Topics: ['B'] });
    expect([world.texts('sales'), world.texts('ops')]).toEqual([['Ada says 2'], ['Bo says 3']]);
  });
});

describe('a form with a trigger of its own', () => {
  const lone = {
    form: 'lone-form',
    when: 'submitted',
    to: 'ops',
    message: '{{#isEdited}}Changed: {{/isEdited}}{{Name}}, {{Days}} days',
  };

  test('tells of a submission, with answers that were left out as empty', () => {
    const { world, alone } = createFormWorld();
    world.rules({ lone: { ...lone, message: '{{Name}}|{{Days}}|{{Topics}}|{{{Files}}}|{{tab}}|{{Email Address}}' } });
    world.submit(alone, { Name: 'Ada', Topics: ['A', 'B'], Files: ['f1'] }, { email: 'ada@example.com' });
    expect(world.texts()).toEqual(['Ada||A, B|https://drive.google.com/open?id=f1|Holiday|ada@example.com']);
  });

  test('tells edited responses apart, and repeats none', () => {
    const { world, alone } = createFormWorld();
    world.rules({ lone });
    const habits = { doubled: true, lost: false };
    const { id } = world.submit(alone, { Name: 'Ada', Days: '3' }, { habits });
    world.tick();
    world.submit(alone, { Days: '4' }, { editOf: id, habits });
    expect(world.texts()).toEqual(['Ada, 3 days', 'Changed: Ada, 4 days']);
  });

  test('holds each response in a thread of its own', () => {
    const { world, alone } = createFormWorld();
    world.rules({ lone });
    const { id } = world.submit(alone, { Name: 'Ada', Days: '3' });
    world.submit(alone, { Name: 'Bo', Days: '1' });
    world.tick();
    world.submit(alone, { Days: '4' }, { editOf: id });
    const [ada, bo, again] = world.chat.messages.map(({ thread }) => thread);
    expect(again).toBe(ada);
    expect(bo).not.toBe(ada);
  });

  test('is not sent twice when the execution is killed at any call', () => {
    for (let call = 1; call <= 8; call++) {
      const { world, alone } = createFormWorld();
      world.rules({ lone });
      let left = call;
      world.project.interceptor = { decide: () => (--left === 0 ? { effect: 'whole', outcome: 'kill' } : {}) };
      // Google reports a submission once; a second trigger stands in for a repeat.
      world.submit(alone, { Name: 'Ada', Days: '3' }, { habits: { doubled: true, lost: false } });
      world.project.interceptor = undefined;
      world.tick(3);
      expect([call, world.texts()]).toEqual([call, ['Ada, 3 days']]);
    }
  });

  test('pauses a rule that names a question that is not there', () => {
    const { world, alone } = createFormWorld();
    world.rules({ lone: { ...lone, all: [{ column: 'Dys', above: 1 }] } });
    world.submit(alone, { Name: 'Ada', Days: '3' });
    expect(world.texts()).toEqual([]);
    expect(world.log.join('\n')).toContain('Column \\"Dys\\" is no longer in the form');
  });

  test('can be made again when there was no webhook', () => {
    const { world, alone } = createFormWorld();
    world.rules({ lone: { ...lone, to: 'oncall' } });
    world.submit(alone, { Name: 'Ada', Days: '3' });
    expect(world.log.join('\n')).toContain('No webhook is called');
    world.setWebhook('oncall');
    const response = world.project.services.FormApp.form('lone-form').responses[0];
    alone.submit(world.project, {}, response === undefined ? {} : { editOf: response.id });
    expect(world.texts()).toEqual(['Ada, 3 days']);
  });
});
