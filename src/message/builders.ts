/**
 * Functions that write messages and cards. Each gives a plain object of Google's shape, and takes what matters most
 * first, the rest as options under Google's own names; so a built card and one pasted from Google's card builder are
 * the same thing and can be mixed.
 *
 * They check nothing: `checkMessage` sees the whole. Card texts are HTML: untrusted values go through `escapeHtml`.
 */
import { InvalidMessageError } from '../errors';
import type {
  Button,
  Card,
  CardHeader,
  CarouselCard,
  CarouselWidget,
  Chip,
  ChipList,
  Color,
  Column,
  ColumnWidget,
  DecoratedText,
  Grid,
  GridItem,
  Icon,
  Image,
  KnownIcon,
  MaterialIcon,
  Message,
  OnClick,
  OverflowMenuItem,
  Section,
  TextParagraph,
  Widget,
} from './types';
import { show } from './wording';

/** An entry that may be left out on a condition: `isLate && textParagraph('Late!')`. */
export type Maybe<T> = T | false | null | undefined;

/** Everything that {@link card} takes. */
export interface CardContent extends Partial<CardHeader> {
  readonly sections?: readonly Maybe<Section>[];
  readonly sectionDividerStyle?: NonNullable<Card['sectionDividerStyle']>;
  /** Only needed when a message has several cards. @default 'card' */
  readonly cardId?: string;
  /** The message's text above the card; a phone's notification shows it. */
  readonly text?: string;
  /** What stands for the card where it cannot be shown. @default made of the card when it is sent */
  readonly fallbackText?: string;
}

/** A message of text: `text('Disk is full', { markupSyntax: 'MARKUP_SYNTAX_MARKDOWN' })`. */
export const text = (content: string, options: Omit<Message, 'text'> = {}): Message => ({ text: content, ...options });

/**
 * A message of one card.
 *
 * @example card({ title: 'Order 1042 is late', sections: [section([textParagraph('Due since Monday.')])] })
 */
export function card(content: CardContent): Message {
  const { sections = [], sectionDividerStyle, cardId = 'card', text: message, fallbackText, ...header } = content;
  const shown: Card = {
    ...(Object.keys(header).length > 0 && { header: header as CardHeader }),
    ...(sections.length > 0 && { sections: present(sections) }),
    ...(sectionDividerStyle !== undefined && { sectionDividerStyle }),
  };
  return {
    ...(message !== undefined && { text: message }),
    cardsV2: [{ cardId, card: shown }],
    ...(fallbackText !== undefined && { fallbackText }),
  };
}

/** What a section can have besides its heading and its widgets. */
export type SectionOptions = Omit<Section, 'header' | 'widgets'>;

/** A section: `section('Details', [widget, widget], { collapsible: true })`. The heading can be left out. */
export function section(header: string, widgets: readonly Maybe<Widget>[], options?: SectionOptions): Section;
export function section(widgets: readonly Maybe<Widget>[], options?: SectionOptions): Section;
export function section(
  first: string | readonly Maybe<Widget>[],
  second: readonly Maybe<Widget>[] | SectionOptions = [],
  third?: SectionOptions,
): Section {
  if (typeof first !== 'string') return { widgets: present(first), ...(second as SectionOptions) };
  return { header: first, widgets: present(second as readonly Maybe<Widget>[]), ...third };
}

/** A widget of one kind; in columns and carousels, too, where the kind may stand there. */
type Only<K extends keyof Widget> = { [P in K]-?: NonNullable<Widget[P]> };

/** A paragraph of HTML: `textParagraph('<b>Late</b> since Monday', { maxLines: 3 })`. */
export const textParagraph = (content: string, options: Omit<TextParagraph, 'text'> = {}): Only<'textParagraph'> => ({
  textParagraph: { text: content, ...options },
});

/** A line with labels and icons: `decoratedText('Open', { topLabel: 'Status', startIcon: knownIcon('STAR') })`. */
export const decoratedText = (content: string, options: Omit<DecoratedText, 'text'> = {}): Only<'decoratedText'> => ({
  decoratedText: { text: content, ...options },
});

/** An image, by its https address: `image('https://example.com/chart.png', { altText: 'Orders by day' })`. */
export const image = (imageUrl: string, options: Omit<Image, 'imageUrl'> = {}): Only<'image'> => ({
  image: { imageUrl, ...options },
});

/** Buttons in a row: `buttonList([button('Open', 'https://example.com')])`. */
export const buttonList = (buttons: readonly Maybe<Button>[]): Only<'buttonList'> => ({
  buttonList: { buttons: present(buttons) },
});

/** A line across the card. */
export const divider = (): Only<'divider'> => ({ divider: {} });

/** Items in rows and columns: `grid([{ title: 'North', subtitle: '42' }], { columnCount: 2 })`. */
export const grid = (items: readonly Maybe<GridItem>[], options: Omit<Grid, 'items'> = {}): Only<'grid'> => ({
  grid: { items: present(items), ...options },
});

/** Columns side by side, two at most: `columns(column([…]), column([…]))`. */
export const columns = (...columnItems: readonly Maybe<Column>[]): Only<'columns'> => ({
  columns: { columnItems: present(columnItems) },
});

/** One of {@link columns}. */
export const column = (widgets: readonly Maybe<ColumnWidget>[], options: Omit<Column, 'widgets'> = {}): Column => ({
  widgets: present(widgets),
  ...options,
});

/** Small cards to leaf through: `carousel([carouselCard([…]), carouselCard([…])])`. */
export const carousel = (carouselCards: readonly Maybe<CarouselCard>[]): Only<'carousel'> => ({
  carousel: { carouselCards: present(carouselCards) },
});

/** One of a {@link carousel}. */
export const carouselCard = (
  widgets: readonly Maybe<CarouselWidget>[],
  options: Omit<CarouselCard, 'widgets'> = {},
): CarouselCard => ({ widgets: present(widgets), ...options });

/** Chips in a row: `chipList([chip('Runbook', 'https://example.com/runbook')])`. */
export const chipList = (chips: readonly Maybe<Chip>[], options: Omit<ChipList, 'chips'> = {}): Only<'chipList'> => ({
  chipList: { chips: present(chips), ...options },
});

/** One of a {@link chipList}. @param onClick - an address to open, or a menu; a chip may do nothing */
export const chip = (
  label: string,
  onClick?: string | OnClick,
  options: Omit<Chip, 'label' | 'onClick'> = {},
): Chip => ({
  ...(label !== '' && { label }),
  ...(onClick !== undefined && { onClick: opening(onClick) }),
  ...options,
});

/**
 * A button that opens an address or a menu: `button('Open', 'https://example.com', { type: 'FILLED' })`.
 *
 * @param label - '' for a button with only an icon, which then needs an `altText`
 */
export const button = (
  label: string,
  onClick: string | OnClick,
  options: Omit<Button, 'text' | 'onClick'> = {},
): Button => ({ ...(label !== '' && { text: label }), onClick: opening(onClick), ...options });

/** What a click opens: an address. */
export const openLink = (url: string): OnClick => ({ openLink: { url } });

/** What a click opens: a menu. `overflowMenu([menuItem('Runbook', 'https://example.com/runbook')])` */
export const overflowMenu = (items: readonly Maybe<OverflowMenuItem>[]): OnClick => ({
  overflowMenu: { items: present(items) },
});

/** A line of an {@link overflowMenu}. */
export const menuItem = (
  label: string,
  url: string,
  options: Omit<OverflowMenuItem, 'text' | 'onClick'> = {},
): OverflowMenuItem => ({ text: label, onClick: openLink(url), ...options });

/** One of the icons that Chat brings along: `knownIcon('STAR')`. */
export const knownIcon = (name: KnownIcon, options: Omit<Icon, IconKind> = {}): Icon => ({
  knownIcon: name,
  ...options,
});

/** One of Google's Material icons: `materialIcon('check_circle', { fill: true })`. */
export const materialIcon = (
  name: string,
  { altText, ...options }: Omit<MaterialIcon, 'name'> & Pick<Icon, 'altText'> = {},
): Icon => ({ materialIcon: { name, ...options }, ...(altText !== undefined && { altText }) });

/** An icon of your own, by its https address. */
export const iconUrl = (url: string, options: Omit<Icon, IconKind> = {}): Icon => ({ iconUrl: url, ...options });

type IconKind = 'knownIcon' | 'iconUrl' | 'materialIcon';

/**
 * A color as pages write it: `color('#d93025')`.
 *
 * @throws {@link InvalidMessageError} it is no such color
 */
export function color(hex: string): Color {
  const parts = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  if (parts === null) {
    throw new InvalidMessageError([
      { path: 'hex', problem: 'is no color', expected: 'six digits, such as "#d93025"', received: show(hex) },
    ]);
  }
  const [, red = '', green = '', blue = ''] = parts;
  const part = (digits: string): number => Math.round((parseInt(digits, 16) / 255) * 1000) / 1000;
  return { red: part(red), green: part(green), blue: part(blue) };
}

/**
 * In a template: an entry of a list that is repeated for each entry of a field, or left out when the field is empty;
 * or a field's value that is optional. `section('Late', [each('Rows', decoratedText('{{Order}}'))])`
 *
 * @param content - one entry, or several that belong together
 */
export const each = <T>(field: string, content: T | readonly T[]): T => ({ [`{{#${field}}}`]: content }) as T;

/** In a template: what is there only when a field is empty. `unless('Rows', textParagraph('Nothing is late.'))` */
export const unless = <T>(field: string, content: T | readonly T[]): T => ({ [`{{^${field}}}`]: content }) as T;

const opening = (target: string | OnClick): OnClick => (typeof target === 'string' ? openLink(target) : target);

const present = <T>(entries: readonly Maybe<T>[]): T[] => entries.filter((entry): entry is T => Boolean(entry));
