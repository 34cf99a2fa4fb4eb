import type { Findings } from './findings';
import { cardAround, inspectButton, inspectClick, inspectIcon, inspectImageUrl } from './inspect-click';
import { at, isObject, type JsonObject, list, text } from './json';
import type { Path } from './path';

/** @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#columns, read 2026-11-24 */
const MAX_COLUMNS = 2;
/** @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#selectioninput, read 2026-11-24 */
const MAX_SELECTION_ITEMS = 100;

const WIDGET_KINDS = {
  textParagraph: inspectParagraph,
  image: inspectImage,
  decoratedText: inspectDecoratedText,
  buttonList: inspectButtonList,
  textInput: inspectInput,
  selectionInput: inspectSelection,
  dateTimePicker: inspectInput,
  divider: () => undefined,
  grid: inspectGrid,
  columns: inspectColumns,
  carousel: inspectCarousel,
  chipList: inspectChips,
} as const satisfies Record<string, (widget: JsonObject, path: Path, findings: Findings) => void>;

const KIND_NAMES = Object.keys(WIDGET_KINDS) as (keyof typeof WIDGET_KINDS)[];

/** Fields of sections and widgets that only Workspace Studio reads. */
const STUDIO_FIELDS = ['id', 'visibility', 'eventActions'] as const;

/** One widget, and all inside it. */
export function inspectWidget(widget: JsonObject, path: Path, findings: Findings): void {
  let found = false;
  for (const kind of KIND_NAMES) {
    const value = widget[kind];
    if (!isObject(value)) continue;
    found = true;
    WIDGET_KINDS[kind](value, at(path, kind), findings);
  }
  if (!found) findings.add('hidden', path, 'a widget needs one of its kinds, such as textParagraph.');
  for (const name of STUDIO_FIELDS) {
    if (widget[name] !== undefined) findings.add('no-effect', at(path, name), 'only Workspace Studio reads it.');
  }
}

/** How many widgets a widget counts for: itself, and those inside it. */
export function widgetsIn(widget: JsonObject): number {
  const columns = isObject(widget['columns']) ? list(widget['columns']['columnItems']) : [];
  const cards = isObject(widget['carousel']) ? list(widget['carousel']['carouselCards']) : [];
  const inColumns = columns.map((column) => list(column['widgets']).length);
  const inCards = cards.map((card) => list(card['widgets']).length + list(card['footerWidgets']).length);
  return [...inColumns, ...inCards].reduce((sum, count) => sum + count, 1);
}

function inspectParagraph(paragraph: JsonObject, path: Path, findings: Findings): void {
  if (text(paragraph['text']).trim() === '') findings.addSwitched('cardRules', at(path, 'text'), 'must not be empty.');
  if (Number(paragraph['maxLines'] ?? 0) < 0)
    findings.add('no-effect', at(path, 'maxLines'), 'a negative number is ignored.');
}

function inspectImage(image: JsonObject, path: Path, findings: Findings): void {
  inspectImageUrl(image['imageUrl'], at(path, 'imageUrl'), findings);
  inspectClick(image['onClick'], at(path, 'onClick'), findings);
}

function inspectDecoratedText(widget: JsonObject, path: Path, findings: Findings): void {
  if (text(widget['text']).trim() === '' && !isObject(widget['contentText'])) {
    findings.add('unrecorded', at(path, 'text'), 'is required.');
  }
  for (const name of ['contentText', 'topLabelText', 'bottomLabelText']) {
    const paragraph = widget[name];
    if (isObject(paragraph)) inspectParagraph(paragraph, at(path, name), findings);
  }
  for (const icon of ['icon', 'startIcon', 'endIcon']) inspectIcon(widget[icon], at(path, icon), findings);
  if (isObject(widget['switchControl']))
    findings.add('no-effect', at(path, 'switchControl'), 'a webhook receives no clicks.');
  inspectButton(widget['button'], at(path, 'button'), findings);
  inspectClick(widget['onClick'], at(path, 'onClick'), findings);
}

function inspectButtonList(widget: JsonObject, path: Path, findings: Findings): void {
  const buttons = list(widget['buttons']);
  if (buttons.length === 0)
    findings.add('hidden', cardAround(path), 'a buttonList without buttons makes the whole card disappear.');
  buttons.forEach((button, index) => inspectButton(button, at(path, 'buttons', index), findings));
}

function inspectInput(widget: JsonObject, path: Path, findings: Findings): void {
  findings.add('no-effect', path, 'a webhook receives no input.');
  if (text(widget['name']) === '') findings.add('unrecorded', at(path, 'name'), 'is required.');
}

function inspectSelection(widget: JsonObject, path: Path, findings: Findings): void {
  inspectInput(widget, path, findings);
  const count = list(widget['items']).length;
  if (count > MAX_SELECTION_ITEMS) {
    findings.add(
      'unrecorded',
      at(path, 'items'),
      `has ${String(count)} items; Chat takes ${String(MAX_SELECTION_ITEMS)}.`,
    );
  }
}

function inspectGrid(grid: JsonObject, path: Path, findings: Findings): void {
  list(grid['items']).forEach((item, index) => {
    const image = item['image'];
    if (isObject(image))
      inspectImageUrl(image['imageUri'], at(at(at(path, 'items', index), 'image'), 'imageUri'), findings);
  });
  inspectClick(grid['onClick'], at(path, 'onClick'), findings);
}

function inspectColumns(columns: JsonObject, path: Path, findings: Findings): void {
  const items = list(columns['columnItems']);
  if (items.length > MAX_COLUMNS) {
    findings.add(
      'unrecorded',
      at(path, 'columnItems'),
      `has ${String(items.length)} columns; Chat takes ${String(MAX_COLUMNS)}.`,
    );
  }
  items.forEach((column, index) =>
    inspectNested(column['widgets'], at(at(path, 'columnItems', index), 'widgets'), findings),
  );
}

function inspectCarousel(carousel: JsonObject, path: Path, findings: Findings): void {
  list(carousel['carouselCards']).forEach((card, index) => {
    const here = at(path, 'carouselCards', index);
    inspectNested(card['widgets'], at(here, 'widgets'), findings);
    inspectNested(card['footerWidgets'], at(here, 'footerWidgets'), findings);
  });
}

function inspectNested(widgets: unknown, path: Path, findings: Findings): void {
  list(widgets).forEach((widget, index) => inspectWidget(widget, { parent: path, key: index }, findings));
}

function inspectChips(chipList: JsonObject, path: Path, findings: Findings): void {
  list(chipList['chips']).forEach((chip, index) => {
    const here = at(path, 'chips', index);
    inspectIcon(chip['icon'], at(here, 'icon'), findings);
    inspectClick(chip['onClick'], at(here, 'onClick'), findings);
  });
}
