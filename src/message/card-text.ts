/** Cards as text: what a reader gets where cards cannot be shown. */
import { escapeText } from './escape';
import { htmlToText, type TextStyle } from './html';
import { bold, code, codeBlock, italic, link, strike } from './markup';
import type {
  Button,
  Card,
  Chip,
  DecoratedText,
  GridItem,
  Message,
  OnClick,
  Section,
  TextParagraph,
  Widget,
} from './types';

/** Chat's markup, for a message's `text`. */
export const CHAT_STYLE: TextStyle = {
  bold,
  italic,
  strike,
  code: (text) => (text.includes('\n') ? codeBlock(text) : code(text)),
  link,
  escape: escapeText,
};

const same = (text: string): string => text;

/** No markup at all, for notifications. */
export const PLAIN_STYLE: TextStyle = {
  bold: same,
  italic: same,
  strike: same,
  code: same,
  link: (_, label) => label,
  escape: same,
};

/** The cards of a message as lines of text. */
export function cardLines({ cardsV2 = [] }: Message, style: TextStyle): string[] {
  return cardsV2
    .flatMap(({ card }) => (card === undefined ? [] : linesOfCard(card, style)))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function linesOfCard({ header, sections = [] }: Card, style: TextStyle): string[] {
  return [
    style.bold(style.escape(header?.title ?? '')),
    style.escape(header?.subtitle ?? ''),
    ...sections.flatMap((section) => linesOfSection(section, style)),
  ];
}

function linesOfSection({ header = '', widgets }: Section, style: TextStyle): string[] {
  const heading = htmlToText(header, style);
  const lines = (widgets ?? []).flatMap((widget) => linesOfWidget(widget, style));
  return heading === '' ? lines : [style.bold(heading), ...lines];
}

function linesOfWidget(widget: Widget, style: TextStyle): string[] {
  const { textParagraph, image, decoratedText, buttonList, grid, columns, carousel, chipList } = widget;
  if (textParagraph) return paragraph(textParagraph, style).split('\n');
  if (image) return [style.link(image.imageUrl, style.escape(image.altText ?? ''))];
  if (decoratedText) return linesOfDecoratedText(decoratedText, style);
  if (buttonList) return [links(buttonList.buttons, style)];
  if (chipList) return [links(chipList.chips, style)];
  if (grid) return [style.escape(grid.title ?? ''), ...(grid.items ?? []).map((item) => gridLine(item, style))];
  if (columns) {
    return (columns.columnItems ?? []).flatMap((column) =>
      (column.widgets ?? []).flatMap((w) => linesOfWidget(w, style)),
    );
  }
  const cards = carousel?.carouselCards ?? [];
  return cards.flatMap(({ widgets = [], footerWidgets = [] }) =>
    [...widgets, ...footerWidgets].flatMap((inner) => linesOfWidget(inner, style)),
  );
}

function paragraph({ text = '', textSyntax }: TextParagraph, style: TextStyle): string {
  return textSyntax === 'MARKDOWN' ? style.escape(text) : htmlToText(text, style);
}

function linesOfDecoratedText(widget: DecoratedText, style: TextStyle): string[] {
  const part = (html: string | undefined, twin: TextParagraph | undefined): string =>
    twin === undefined ? htmlToText(html ?? '', style) : paragraph(twin, style);
  const top = part(widget.topLabel, widget.topLabelText);
  const text = part(widget.text, widget.contentText);
  const line = top === '' ? text : `${top}${/[:?!]$/.test(top) ? '' : ':'} ${text}`;
  const buttons = widget.button === undefined ? '' : links([widget.button], style);
  return [line, part(widget.bottomLabel, widget.bottomLabelText), buttons];
}

function gridLine({ title = '', subtitle = '', image }: GridItem, style: TextStyle): string {
  const texts = [title, subtitle].filter((text) => text !== '');
  const shown = texts.length > 0 ? texts.join(': ') : (image?.altText ?? '');
  return shown === '' ? '' : `• ${style.escape(shown)}`;
}

/** Plain text says nothing of what can only be clicked. */
function links(entries: readonly (Button | Chip)[] | undefined, style: TextStyle): string {
  if (style === PLAIN_STYLE) return '';
  return (entries ?? [])
    .flatMap((entry) => targets('text' in entry ? entry.text : (entry as Chip).label, entry.onClick, style))
    .join(' · ');
}

function targets(label: string | undefined, onClick: OnClick | undefined, style: TextStyle): string[] {
  if (onClick?.openLink) return [style.link(onClick.openLink.url, style.escape(label ?? ''))];
  const items = onClick?.overflowMenu?.items ?? [];
  if (items.length > 0) return items.flatMap((item) => targets(item.text, item.onClick, style));
  return label === undefined ? [] : [style.escape(label)];
}
