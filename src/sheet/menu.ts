import type { SendResult } from '../delivery/types';
import type { Message } from '../message/types';
import type { SheetUi, Sheets } from '../platform/platform';
import { messageText } from './message-text';
import type { RowExplanation } from './explain';

/** The menu's title in the spreadsheet. */
export const MENU_TITLE = 'Chat Courier';

/** What the menu does its work with. */
export interface MenuSetting {
  readonly sheets: Sheets;
  /** Webhooks by name. */
  readonly webhooks: () => readonly string[];
  /** All rules in words, and what is wrong with them; how many messages wait. */
  readonly overview: () => string;
  readonly explain: (tab: string, row: number, spreadsheetId: string) => readonly RowExplanation[];
  readonly send: (to: string | readonly string[], message: string | Message) => SendResult | readonly SendResult[];
  /** Pauses all sending for so many minutes; null ends it. @returns until when, a local time; '' when it ended */
  readonly pause: (minutes: number | null) => string;
  /** Whether all sending is paused now. */
  readonly isPaused: () => boolean;
}

/**
 * The entries of the menu with the functions they run.
 *
 * @param isPaused - whether all sending is paused; false where that cannot be known yet
 */
export const menuEntries = (isPaused: boolean): { label: string; functionName: string }[] => [
  { label: 'Open notifications', functionName: 'openNotifications' },
  { label: 'Send a message', functionName: 'sendFromMenu' },
  { label: 'Test this row', functionName: 'testThisRow' },
  isPaused
    ? { label: 'Resume sending', functionName: 'resumeSending' }
    : { label: 'Pause all sending', functionName: 'pauseSending' },
  { label: 'Help', functionName: 'showHelp' },
];

const HELP =
  'The pages under docs tell of rules, forms, digests, schedules, monitors, and what to do when sending fails. doctor() in the script editor shows what is set up and what is not.';

/** The person's entries in the spreadsheet's menu. Each is a function that Apps Script runs. */
export class SheetMenu {
  constructor(private readonly setting: MenuSetting) {}

  /**
   * Puts the menu into the spreadsheet.
   *
   * @param mayRead - whether Google allows any call yet: before the first consent it allows none
   */
  show(mayRead: boolean): void {
    this.ui()?.addMenu(MENU_TITLE, menuEntries(mayRead && this.setting.isPaused()));
  }

  open(): void {
    this.ui()?.ask('Notifications', this.setting.overview(), 'ok');
  }

  help(): void {
    this.ui()?.ask('Help', HELP, 'ok');
  }

  send(): void {
    const ui = this.ui();
    if (ui === undefined) return;
    const names = this.setting.webhooks();
    if (names.length === 0) {
      ui.ask(
        'No webhook yet',
        'Add one first: setWebhook("ops", "<the link from Chat>") in the script editor, or the script property "webhook.ops".',
        'ok',
      );
      return;
    }
    const to = names.length === 1 ? names[0] : ui.prompt('Send a message', `To which webhook? ${names.join(', ')}`);
    if (to === undefined) return;
    const text = ui.prompt('Send a message', `What do you want to say to ${to}?`);
    if (text === undefined || text.trim() === '') return;
    ui.ask('Send a message', outcomeWords(this.setting.send(to.trim(), text)), 'ok');
  }

  /** Explains the selected row, and sends what a rule would say of it when the person wants that. */
  testRow(): void {
    const ui = this.ui();
    const selection = ui?.selection();
    if (ui === undefined) return;
    if (selection === undefined) {
      ui.ask('Test this row', 'Select a cell of the row first.', 'ok');
      return;
    }
    const { tab, row, spreadsheetId } = selection;
    const explanations = this.setting.explain(tab.name, row, spreadsheetId);
    const title = `Row ${row} of ${tab.name}`;
    if (explanations.length === 0) {
      ui.ask(title, `No rule watches the tab "${tab.name}".`, 'ok');
      return;
    }
    ui.ask(title, explanations.map(ofRule).join('\n\n'), 'ok');
    for (const { title: rule, message, to } of explanations) {
      if (message === undefined || to.length === 0) continue;
      if (!ui.ask(title, `Send the message of "${rule}" to ${to.join(' and ')} now, as a test?`, 'yes-no')) continue;
      ui.ask(title, outcomeWords(this.setting.send(to, message)), 'ok');
    }
  }

  pause(): void {
    const ui = this.ui();
    const answer = ui?.prompt(
      'Pause all sending',
      'For how many minutes? Nothing is lost: messages wait until then, and critical ones pass.',
    );
    if (ui === undefined || answer === undefined) return;
    const minutes = answer.trim() === '' ? 60 : Number(answer);
    if (!(minutes >= 1 && minutes <= 44_640)) {
      ui.ask(
        'Pause all sending',
        `"${answer}" is no number of minutes from 1 to 44,640 (31 days). Nothing was changed.`,
        'ok',
      );
      return;
    }
    ui.ask('Pause all sending', `Sending is paused until ${this.setting.pause(minutes)}. It goes on by itself.`, 'ok');
    this.show(true);
  }

  resume(): void {
    this.setting.pause(null);
    this.ui()?.ask('Resume sending', 'Sending goes on. What waits leaves within a minute.', 'ok');
    this.show(true);
  }

  private ui(): SheetUi | undefined {
    return this.setting.sheets.ui();
  }
}

function ofRule({ title, words, message, to, threadKey }: RowExplanation): string {
  const said = message === undefined ? [] : [`It would say: ${messageText(message)}`];
  const where =
    to.length === 0 ? [] : [`To ${to.join(' and ')}${threadKey === undefined ? '' : ', in a thread of its own'}.`];
  return [`${title}: ${words}`, ...said, ...where].join('\n');
}

function outcomeWords(results: SendResult | readonly SendResult[]): string {
  const all = ([] as SendResult[]).concat(results);
  const waiting = all.filter(({ status }) => status !== 'sent');
  if (waiting.length === 0) return 'Sent.';
  return `Not sent yet: it waits in the outbox (${waiting.map((one) => ('reason' in one ? one.reason : '')).join(', ')}) and goes by itself.`;
}
