import { ServiceException } from '../exception';
import { asText, Exception, type Google } from '../facade/google';
import type { Quotas } from '../quotas';
import type { CallContext } from './service';

/** A mail that a script sent. Nothing leaves the emulator. */
export interface SentMail {
  readonly sentAt: number;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly replyTo: string;
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly htmlBody: string;
}

/** MailApp's outgoing mail. */
export class MailHost {
  /** What was sent, oldest first. */
  readonly sent: SentMail[] = [];

  constructor(private readonly quotas: Quotas) {}

  sendEmail(context: CallContext, mail: Omit<SentMail, 'sentAt'>): null {
    const recipients = [mail.to, mail.cc, mail.bcc]
      .flatMap((list) => list.split(',').map((one) => one.trim()))
      .filter(Boolean);
    if (recipients.length === 0) throw new ServiceException('Failed to send email: no recipient');
    const wrong = recipients.find((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+>?$/.test(one));
    if (wrong !== undefined) throw new ServiceException(`Invalid email: ${wrong}`);
    this.quotas.spend('emailRecipients', recipients.length, context.now);
    this.sent.push({ ...mail, sentAt: context.now });
    return null;
  }

  getRemainingDailyQuota(context: CallContext): number {
    return this.quotas.left('emailRecipients', context.now);
  }
}

/** MailApp inside an execution. */
export function mailFacade(google: Google) {
  const call = google.caller<MailHost>('MailApp');
  const send = (fields: Readonly<Record<string, unknown>>): void => {
    const field = (name: string): string =>
      fields[name] === undefined || fields[name] === null ? '' : asText(fields[name]);
    call('sendEmail', {
      to: field('to'),
      cc: field('cc'),
      bcc: field('bcc'),
      replyTo: field('replyTo'),
      name: field('name'),
      subject: field('subject'),
      body: field('body'),
      htmlBody: field('htmlBody'),
    });
  };
  return {
    sendEmail(...args: unknown[]): void {
      const [first, second, third, fourth] = args;
      if (args.length === 1 && typeof first === 'object' && first !== null) send(first as Record<string, unknown>);
      else if (args.length === 3) send({ to: first, subject: second, body: third });
      else if (args.length === 4 && typeof fourth === 'object')
        send({ ...fourth, to: first, subject: second, body: third });
      else if (args.length === 4) send({ to: first, replyTo: second, subject: third, body: fourth });
      else throw new Exception("The parameters don't match the method signature for MailApp.sendEmail.");
    },
    getRemainingDailyQuota: (): number => call('getRemainingDailyQuota'),
  };
}
