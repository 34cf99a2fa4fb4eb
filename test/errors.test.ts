import { createWorld } from './world';

const LINK = 'https://chat.googleapis.com/v1/spaces/AAAAexample/messages?key=EXAMPLE_KEY&token=EXAMPLE_TOKEN';
const SECRET = /EXAMPLE_(KEY|TOKEN)/;

/** Everything that a program or a log could read from an error. */
const TELL_ALL = `
  function tellAll(act) {
    try {
      return 'no error: ' + JSON.stringify(act());
    } catch (error) {
      console.error(error);
      return [String(error), error.stack, JSON.stringify(error), JSON.stringify(error.issues), error.to].join('\\n');
    }
  }`;

describe('an error holds no secret of a link that stands in the wrong place', () => {
  test.each([
    ['a link as the name to send to', 'send(LINK, "x")'],
    ['a link among several names', 'send(["ops", LINK], "x")'],
    ['a link as the name to remove', 'removeWebhook(LINK)'],
    ['name and link exchanged', 'setWebhook(LINK, "ops")'],
    ['a link as an option', 'send("ops", "x", { [LINK]: 1 })'],
    ['a link as a reply option', 'send("ops", "x", { threadKey: "k", messageReplyOption: LINK })'],
    ['a link as onFailure', 'send("ops", "x", { onFailure: LINK })'],
    ['a link as a time', 'send("ops", "x", { notBefore: LINK })'],
    ['a link as a delivery to repeat', 'retryDelivery(LINK)'],
    ['a link as a delivery to discard', 'discardDelivery(LINK)'],
    ['a link as an id of a schedule', 'configure({ schedules: { [LINK]: { cron: "x" } } })'],
    [
      'a link as a time zone',
      'configure({ schedules: { a: { cron: "x", timeZone: LINK, to: "ops", message: "x" } } })',
    ],
    ['a link as a field of a message', 'send("ops", { text: "x", [LINK]: 1 })'],
    ['a link as the name of a thread', 'send("ops", { text: "x", thread: { name: LINK } })'],
    [
      'a link as a property key',
      'PropertiesService.getScriptProperties().setProperty("webhook." + LINK, "x"), send("nobody", "x")',
    ],
  ])('%s', (_, call) => {
    const world = createWorld({
      script: `${TELL_ALL}\nfunction attempt(LINK) { return tellAll(() => (${call})); }`,
    });
    world.setWebhook('ops');

    const told = String(world.run('attempt', LINK));

    expect(told).toMatch(/(InvalidMessage|InvalidSettings|UnknownWebhook)Error/);
    expect(`${told}\n${world.log.join('\n')}`).not.toMatch(SECRET);
  });
});
