import { projectOf, refusal } from '../helpers';

describe('MailApp', () => {
  test('keeps what is sent, in every form of the call, and sends nothing', () => {
    const project = projectOf(`function main() {
      MailApp.sendEmail('a@example.com', 'S1', 'B1');
      MailApp.sendEmail('a@example.com', 'S2', 'B2', { cc: 'b@example.com', htmlBody: '<b>', name: 'N' });
      MailApp.sendEmail('a@example.com', 'r@example.com', 'S3', 'B3');
      MailApp.sendEmail({ to: 'a@example.com,c@example.com', subject: 'S4', body: 'B4' });
      return MailApp.getRemainingDailyQuota();
    }`);
    expect(project.run('main')).toBe(94);
    expect(
      project.services.MailApp.sent.map(({ to, cc, replyTo, subject, body, htmlBody, name }) => [
        to,
        cc,
        replyTo,
        subject,
        body,
        htmlBody,
        name,
      ]),
    ).toEqual([
      ['a@example.com', '', '', 'S1', 'B1', '', ''],
      ['a@example.com', 'b@example.com', '', 'S2', 'B2', '<b>', 'N'],
      ['a@example.com', '', 'r@example.com', 'S3', 'B3', '', ''],
      ['a@example.com,c@example.com', '', '', 'S4', 'B4', '', ''],
    ]);
  });

  test('refuses what has no recipient, no address, and what is over the quota', () => {
    expect(refusal("MailApp.sendEmail('', 'S', 'B')")).toBe('Exception: Failed to send email: no recipient');
    expect(refusal("MailApp.sendEmail('nobody', 'S', 'B')")).toBe('Exception: Invalid email: nobody');
    expect(
      refusal("MailApp.sendEmail('a@example.com,b@example.com', 'S', 'B')", { quotas: { emailRecipients: 1 } }),
    ).toBe('Exception: Service invoked too many times for one day: email.');
    expect(refusal("MailApp.sendEmail('a@example.com')")).toContain(
      "don't match the method signature for MailApp.sendEmail.",
    );
  });
});
