import { enumOf, EnumValue } from '../../facade/enum';
import { asText, PRESENT } from '../../facade/google';
import type { Caller } from '../service';
import type { Shown, SpreadsheetHost } from '../spreadsheet-app';

interface Item {
  readonly label: string;
  readonly functionName: string;
}

/** SpreadsheetApp's part that shows things to a person. */
export function uiFacade(call: Caller<SpreadsheetHost>) {
  const Button = enumOf('CLOSE', 'OK', 'CANCEL', 'YES', 'NO');
  const ButtonSet = enumOf('OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL');
  const BUTTONS: Readonly<Record<string, readonly string[]>> = {
    OK: ['OK'],
    OK_CANCEL: ['OK', 'CANCEL'],
    YES_NO: ['YES', 'NO'],
    YES_NO_CANCEL: ['YES', 'NO', 'CANCEL'],
  };

  class Menu {
    readonly items: Item[] = [];

    constructor(readonly title: string) {}

    addItem(caption: unknown, functionName: unknown): this {
      this.items.push({ label: asText(caption), functionName: asText(functionName) });
      return this;
    }

    addSeparator(): this {
      return this;
    }

    addSubMenu(menu: Menu): this {
      this.items.push(...menu.items);
      return this;
    }

    addToUi(): void {
      call('addMenu', { title: this.title, items: this.items });
    }
  }

  const page = (kind: Shown['kind'], output: unknown, title: unknown): void => {
    const data = (output as { [PRESENT]?: () => unknown } | null)?.[PRESENT]?.() ?? null;
    call('show', { kind, title: asText(title ?? ''), content: JSON.stringify(data) }, []);
  };
  const ask = (kind: 'alert' | 'prompt', args: readonly unknown[]) => {
    const set = args.find((argument) => Object.values(ButtonSet).includes(argument as EnumValue));
    const texts = args.filter((argument) => argument !== set).map(asText);
    const [title = '', content = title] = texts.length > 1 ? texts : ['', texts[0] ?? ''];
    const answer = call(
      'show',
      { kind, title, content },
      BUTTONS[set instanceof EnumValue ? set.name() : 'OK'] ?? ['OK'],
    );
    const button = (Button as Record<string, EnumValue>)[answer.button] ?? Button.CLOSE;
    return { button, getSelectedButton: () => button, getResponseText: () => answer.text };
  };
  const ui = {
    Button,
    ButtonSet,
    createMenu: (caption: unknown) => new Menu(asText(caption)),
    createAddonMenu: () => new Menu('Add-ons'),
    alert: (...args: unknown[]) => ask('alert', args).button,
    prompt: (...args: unknown[]) => ask('prompt', args),
    showSidebar: (output: unknown): void => {
      page('sidebar', output, '');
    },
    showModalDialog: (output: unknown, title: unknown): void => {
      page('modal', output, title);
    },
    showModelessDialog: (output: unknown, title: unknown): void => {
      page('modeless', output, title);
    },
  };
  return {
    getUi() {
      call('getUi');
      return ui;
    },
  };
}
