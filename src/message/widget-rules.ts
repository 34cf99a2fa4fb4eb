/** Rules for what a section is made of. */
import { checkButton, checkButtons, checkColor, checkIcon, checkImageUrl, checkOnClick } from './action-rules';
import { expectEntries, isBlank, requireOne, warnNoAltText, type Findings } from './findings';
import { MAX_COLUMNS } from './limits';
import { checkHtml } from './text-rules';
import type {
  Carousel,
  Chip,
  ChipList,
  Columns,
  DecoratedText,
  Grid,
  Icon,
  Image,
  TextParagraph,
  Widget,
} from './types';
import { count, countOf, show } from './wording';

const WIDGET_KINDS: Readonly<Record<'Widget' | 'ColumnWidget' | 'CarouselWidget', readonly string[]>> = {
  Widget: 'textParagraph image decoratedText buttonList divider grid columns carousel chipList'.split(' '),
  ColumnWidget: 'textParagraph image decoratedText buttonList chipList'.split(' '),
  CarouselWidget: 'textParagraph image buttonList'.split(' '),
};

/** One widget, by the place it is in. */
export function checkWidget(widget: Widget, path: string, place: keyof typeof WIDGET_KINDS, found: Findings): void {
  const kinds = WIDGET_KINDS[place];
  requireOne(widget, kinds, path, 'is no widget', found);
  if (widget.textParagraph) checkParagraph(widget.textParagraph, `${path}.textParagraph`, found);
  if (widget.image) checkImage(widget.image, `${path}.image`, found);
  if (widget.decoratedText) checkDecoratedText(widget.decoratedText, `${path}.decoratedText`, found);
  if (widget.buttonList) checkButtons(widget.buttonList.buttons, `${path}.buttonList.buttons`, found);
  if (widget.grid) checkGrid(widget.grid, `${path}.grid`, found);
  if (widget.columns) checkColumns(widget.columns, `${path}.columns.columnItems`, found);
  if (widget.carousel) checkCarousel(widget.carousel, `${path}.carousel.carouselCards`, found);
  if (widget.chipList) checkChips(widget.chipList, `${path}.chipList.chips`, found);
}

function checkParagraph({ text, textSyntax, maxLines }: TextParagraph, path: string, found: Findings): void {
  if (isBlank(text)) found.error(`${path}.text`, 'is empty', 'a text', show(text));
  else if (textSyntax !== 'MARKDOWN') checkHtml(text, `${path}.text`, found);
  if (maxLines !== undefined && maxLines < 0) {
    found.warn(`${path}.maxLines`, 'is negative, which Chat ignores', '0 or more', show(maxLines));
  }
}

function checkImage({ imageUrl, altText, onClick }: Image, path: string, found: Findings): void {
  checkImageUrl(imageUrl, `${path}.imageUrl`, found);
  if (isBlank(altText)) warnNoAltText(`${path}.altText`, found);
  if (onClick !== undefined) checkOnClick(onClick, `${path}.onClick`, found);
}

function checkDecoratedText(widget: DecoratedText, path: string, found: Findings): void {
  if (isBlank(widget.text) && widget.contentText === undefined) {
    found.error(`${path}.text`, 'is empty', 'a text, or contentText in its place', show(widget.text));
  }
  for (const field of ['text', 'topLabel', 'bottomLabel'] as const) {
    checkHtml(widget[field], `${path}.${field}`, found);
  }
  for (const field of ['contentText', 'topLabelText', 'bottomLabelText'] as const) {
    const paragraph = widget[field];
    if (paragraph !== undefined) checkParagraph(paragraph, `${path}.${field}`, found);
  }
  if (widget.button !== undefined && widget.endIcon !== undefined) {
    found.error(path, 'has two things at its end', 'a button or an endIcon', 'both');
  }
  for (const field of ['startIcon', 'endIcon', 'icon'] as const) {
    const icon = (widget as DecoratedText & { icon?: Icon })[field];
    if (icon !== undefined) checkIcon(icon, `${path}.${field}`, found);
  }
  if (widget.button !== undefined) checkButton(widget.button, `${path}.button`, found);
  if (widget.onClick !== undefined) checkOnClick(widget.onClick, `${path}.onClick`, found);
}

function checkGrid(grid: Grid, path: string, found: Findings): void {
  expectEntries(grid.items, `${path}.items`, 'item', found);
  if (grid.columnCount !== undefined && grid.columnCount < 1) {
    found.warn(`${path}.columnCount`, 'is too small', '1 or more', show(grid.columnCount));
  }
  (grid.items ?? []).forEach(({ image, title, subtitle }, index) => {
    const at = `${path}.items[${index}]`;
    if (image === undefined && isBlank(title) && isBlank(subtitle)) {
      found.warn(at, 'shows nothing', 'an image, a title or a subtitle', 'none of them');
    }
    if (image === undefined) return;
    checkImageUrl(image.imageUri, `${at}.image.imageUri`, found);
    if (isBlank(image.altText)) warnNoAltText(`${at}.image.altText`, found);
    if (image.borderStyle?.strokeColor)
      checkColor(image.borderStyle.strokeColor, `${at}.image.borderStyle.strokeColor`, found);
  });
  if (grid.borderStyle?.strokeColor) checkColor(grid.borderStyle.strokeColor, `${path}.borderStyle.strokeColor`, found);
  if (grid.onClick !== undefined) checkOnClick(grid.onClick, `${path}.onClick`, found);
}

function checkColumns({ columnItems }: Columns, path: string, found: Findings): void {
  expectEntries(columnItems, path, 'column', found);
  const columns = columnItems ?? [];
  if (columns.length > MAX_COLUMNS) {
    found.error(path, 'has too many columns', `at most ${countOf(MAX_COLUMNS, 'column')}`, count(columns.length));
  }
  columns.forEach(({ widgets }, index) => {
    const at = `${path}[${index}].widgets`;
    expectEntries(widgets, at, 'widget', found);
    (widgets ?? []).forEach((widget, place) => checkWidget(widget, `${at}[${place}]`, 'ColumnWidget', found));
  });
}

function checkCarousel({ carouselCards }: Carousel, path: string, found: Findings): void {
  expectEntries(carouselCards, path, 'card', found);
  (carouselCards ?? []).forEach(({ widgets = [], footerWidgets = [] }, index) => {
    const at = `${path}[${index}]`;
    if (footerWidgets.length === 0) expectEntries(widgets, `${at}.widgets`, 'widget', found);
    widgets.forEach((widget, place) => checkWidget(widget, `${at}.widgets[${place}]`, 'CarouselWidget', found));
    footerWidgets.forEach((widget, place) =>
      checkWidget(widget, `${at}.footerWidgets[${place}]`, 'CarouselWidget', found),
    );
  });
}

function checkChips({ chips }: ChipList, path: string, found: Findings): void {
  expectEntries(chips, path, 'chip', found);
  (chips ?? []).forEach(({ label, icon, altText, onClick }: Chip, index) => {
    const at = `${path}[${index}]`;
    if (isBlank(label) && icon === undefined) found.warn(at, 'shows nothing', 'a label or an icon', 'neither');
    if (isBlank(label) && icon !== undefined && isBlank(altText) && isBlank(icon.altText)) {
      warnNoAltText(`${at}.altText`, found);
    }
    if (icon !== undefined) checkIcon(icon, `${at}.icon`, found);
    if (onClick !== undefined) checkOnClick(onClick, `${at}.onClick`, found);
  });
}
