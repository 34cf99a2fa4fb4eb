/**
 * A message and its cards as Google Chat's API takes them: names and shapes field for field as in Google's reference,
 * narrowed to what a message from an incoming webhook can show. What Google's schema has beyond this, and why it is
 * not here, is listed in `schema.ts`.
 *
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages, read 2026-11-24
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards, read 2026-11-24
 */

/** One message: a text, cards, or both. At most 32,000 bytes as UTF-8 JSON. */
export interface Message {
  /** The text, in Chat's own markup unless `markupSyntax` says otherwise: `*bold* <https://example.com|a link>`. */
  text?: string;
  /** The cards, shown below the text. */
  cardsV2?: CardWithId[];
  /** The thread to start or to continue. Chat reads it only together with `messageReplyOption`. */
  thread?: Thread;
  /** A plain text that stands for the cards where they cannot be shown, such as a phone's notification. */
  fallbackText?: string;
  /**
   * How Chat reads `text`. What a webhook's messages are read as without it is not documented; leave it out unless you
   * write Markdown.
   */
  markupSyntax?: MarkupSyntax;
}

/** How Chat reads a message's `text`: its own markup, or Markdown. */
export type MarkupSyntax = 'MARKUP_SYNTAX_UNSPECIFIED' | 'MARKUP_SYNTAX_CHAT' | 'MARKUP_SYNTAX_MARKDOWN';

/** A thread, by one of its two names. */
export interface Thread {
  /** The name that Chat gave it: "spaces/AAA/threads/BBB". */
  name?: string;
  /** A name of the sender's choice, "order-1042"; at most 4,000 characters, known to one webhook only. */
  threadKey?: string;
}

/** A card and its name. */
export interface CardWithId {
  /** Unique in the message; required when there are several cards. */
  cardId?: string;
  card?: Card;
}

/** A card: a header and sections of widgets. At most 100 widgets. */
export interface Card {
  header?: CardHeader;
  sections?: Section[];
  /** The line between sections. @default 'SOLID_DIVIDER' */
  sectionDividerStyle?: 'DIVIDER_STYLE_UNSPECIFIED' | 'SOLID_DIVIDER' | 'NO_DIVIDER';
}

/** A card's header, of fixed height. */
export interface CardHeader {
  /** Plain text, required: without it Chat shows a blank header. */
  title: string;
  /** Plain text on a line of its own. */
  subtitle?: string;
  /** An https address of a PNG or JPG. */
  imageUrl?: string;
  /** @default 'SQUARE' */
  imageType?: ImageType;
  /** What the image shows, for screen readers. */
  imageAltText?: string;
}

/** The shape an image is cropped to. */
export type ImageType = 'SQUARE' | 'CIRCLE';

/** Widgets under one heading. */
export interface Section {
  /** Simple HTML: `<b>Order</b> 1042`. */
  header?: string;
  /** At least one. */
  widgets: Widget[];
  /** Whether widgets are hidden behind *Show more*. @default false */
  collapsible?: boolean;
  /** How many of the first widgets are always shown; only for a collapsible section. @default 0 */
  uncollapsibleWidgetsCount?: number;
  /** The buttons that stand for *Show more* and *Show less*. */
  collapseControl?: CollapseControl;
}

/** The buttons that open and close a collapsible section. Chat ignores one without the other. */
export interface CollapseControl {
  horizontalAlignment?: HorizontalAlignment;
  expandButton?: CollapseButton;
  collapseButton?: CollapseButton;
}

/** A button whose action is Chat's own. */
export type CollapseButton = Omit<Button, 'onClick'> & { onClick?: OnClick };

/** How a widget aligns. @see {@link Widget} */
export type HorizontalAlignment = 'HORIZONTAL_ALIGNMENT_UNSPECIFIED' | 'START' | 'CENTER' | 'END';

/** One widget: exactly one of the nine kinds, and how it aligns. */
export interface Widget {
  textParagraph?: TextParagraph;
  image?: Image;
  decoratedText?: DecoratedText;
  buttonList?: ButtonList;
  divider?: Divider;
  grid?: Grid;
  columns?: Columns;
  carousel?: Carousel;
  chipList?: ChipList;
  horizontalAlignment?: HorizontalAlignment;
}

/** A paragraph of formatted text. */
export interface TextParagraph {
  /** Not empty. Simple HTML, or Markdown by `textSyntax`. */
  text?: string;
  /** More lines than these hide behind *show more*; 0 shows all. @default 0 */
  maxLines?: number;
  /** @default 'HTML' */
  textSyntax?: 'TEXT_SYNTAX_UNSPECIFIED' | 'HTML' | 'MARKDOWN';
}

/** An image as wide as the card. */
export interface Image {
  /** An https address of a PNG or JPG; 2 MB or less is advised. */
  imageUrl: string;
  /** What it shows, for screen readers. */
  altText?: string;
  onClick?: OnClick;
}

/** A line of text with labels above and below, an icon before it, and a button or an icon behind it. */
export interface DecoratedText {
  /** Simple HTML; one line unless `wrapText`. Required, unless `contentText` stands for it. */
  text?: string;
  /** `text` as a paragraph, for more formatting. */
  contentText?: TextParagraph;
  /** Whether `text` may take several lines; otherwise it is cut. @default false */
  wrapText?: boolean;
  /** Above the text; one line, cut. */
  topLabel?: string;
  topLabelText?: TextParagraph;
  /** Below the text; wraps. */
  bottomLabel?: string;
  bottomLabelText?: TextParagraph;
  startIcon?: Icon;
  /** @default 'MIDDLE' */
  startIconVerticalAlignment?: 'VERTICAL_ALIGNMENT_UNSPECIFIED' | 'TOP' | 'MIDDLE' | 'BOTTOM';
  /** What a click on the labels opens. */
  onClick?: OnClick;
  /** Not together with `endIcon`. */
  button?: Button;
  /** Not together with `button`. */
  endIcon?: Icon;
}

/** Buttons in a row. */
export interface ButtonList {
  buttons: Button[];
}

/** A button with a text, an icon, or both. */
export interface Button {
  text?: string;
  icon?: Icon;
  onClick: OnClick;
  /** Makes the button FILLED. */
  color?: Color;
  /** @default 'OUTLINED' */
  type?: 'TYPE_UNSPECIFIED' | 'OUTLINED' | 'FILLED' | 'FILLED_TONAL' | 'BORDERLESS';
  disabled?: boolean;
  /** What it does, for screen readers. */
  altText?: string;
}

/** A color; each part from 0 to 1. */
export interface Color {
  red?: number;
  green?: number;
  blue?: number;
  /** Chat ignores it. */
  alpha?: number;
}

/** An icon: exactly one of `knownIcon`, `iconUrl` and `materialIcon`. */
export interface Icon {
  knownIcon?: KnownIcon;
  /** An https address of a PNG or JPG. */
  iconUrl?: string;
  materialIcon?: MaterialIcon;
  /** What it shows or does, for screen readers. */
  altText?: string;
  /** @default 'SQUARE' */
  imageType?: ImageType;
}

/** An icon that Chat brings along. The API takes any text; for a name it does not know it shows nothing. */
export type KnownIcon =
  | 'AIRPLANE'
  | 'BOOKMARK'
  | 'BUS'
  | 'CAR'
  | 'CLOCK'
  | 'CONFIRMATION_NUMBER_ICON'
  | 'DESCRIPTION'
  | 'DOLLAR'
  | 'EMAIL'
  | 'EVENT_SEAT'
  | 'FLIGHT_ARRIVAL'
  | 'FLIGHT_DEPARTURE'
  | 'HOTEL'
  | 'HOTEL_ROOM_TYPE'
  | 'INVITE'
  | 'MAP_PIN'
  | 'MEMBERSHIP'
  | 'MULTIPLE_PEOPLE'
  | 'PERSON'
  | 'PHONE'
  | 'RESTAURANT_ICON'
  | 'SHOPPING_CART'
  | 'STAR'
  | 'STORE'
  | 'TICKET'
  | 'TRAIN'
  | 'VIDEO_CAMERA'
  | 'VIDEO_PLAY'
  | (string & {});

/** One of Google's Material icons. @see https://fonts.google.com/icons */
export interface MaterialIcon {
  /** "check_circle". For a name that does not exist Chat shows nothing. */
  name: string;
  /** @default false */
  fill?: boolean;
  /** 100 to 700, by hundreds; Chat takes 400 for anything else. @default 400 */
  weight?: number;
  /** -25, 0 or 200; Chat takes 0 for anything else. @default 0 */
  grade?: number;
}

/** What a click does: exactly one of the two. */
export interface OnClick {
  openLink?: OpenLink;
  overflowMenu?: OverflowMenu;
}

/** Opens an address. */
export interface OpenLink {
  /** A whole https address. Chat opens http as https, and shows an empty card for anything else. */
  url: string;
}

/** A menu of links. */
export interface OverflowMenu {
  /** At least one. */
  items: OverflowMenuItem[];
}

/** A line of an {@link OverflowMenu}. */
export interface OverflowMenuItem {
  text: string;
  /** Not another menu. */
  onClick: OnClick;
  startIcon?: Icon;
  disabled?: boolean;
}

/** A line across the card: `{}`. */
export type Divider = Record<string, never>;

/** Images and texts in rows and columns. */
export interface Grid {
  title?: string;
  items?: GridItem[];
  /** How many columns; what Chat takes without it is not documented. */
  columnCount?: number;
  /** Around every item. */
  borderStyle?: BorderStyle;
  /** One for all items. */
  onClick?: OnClick;
}

/** One field of a {@link Grid}. */
export interface GridItem {
  id?: string;
  image?: ImageComponent;
  title?: string;
  subtitle?: string;
  /** @default 'TEXT_BELOW' */
  layout?: 'GRID_ITEM_LAYOUT_UNSPECIFIED' | 'TEXT_BELOW' | 'TEXT_ABOVE';
}

/** The image of a {@link GridItem}. */
export interface ImageComponent {
  /** An https address of a PNG or JPG. */
  imageUri?: string;
  altText?: string;
  cropStyle?: ImageCropStyle;
  borderStyle?: BorderStyle;
}

/** How an image is cropped. */
export interface ImageCropStyle {
  /** @default 'SQUARE' */
  type?: 'IMAGE_CROP_TYPE_UNSPECIFIED' | 'SQUARE' | 'CIRCLE' | 'RECTANGLE_CUSTOM' | 'RECTANGLE_4_3';
  /** Width by height, 16/9, for RECTANGLE_CUSTOM. */
  aspectRatio?: number;
}

/** A border. */
export interface BorderStyle {
  /** @default 'STROKE' */
  type?: 'BORDER_TYPE_UNSPECIFIED' | 'NO_BORDER' | 'STROKE';
  strokeColor?: Color;
  cornerRadius?: number;
}

/** Two columns; the second goes below the first where the screen is narrow. */
export interface Columns {
  /** At most two. */
  columnItems: Column[];
}

/** One column. */
export interface Column {
  widgets: ColumnWidget[];
  /** FILL_AVAILABLE_SPACE takes up to 70 % of the width, FILL_MINIMUM_SPACE up to 30 %. @default 'FILL_AVAILABLE_SPACE' */
  horizontalSizeStyle?: 'HORIZONTAL_SIZE_STYLE_UNSPECIFIED' | 'FILL_AVAILABLE_SPACE' | 'FILL_MINIMUM_SPACE';
  horizontalAlignment?: HorizontalAlignment;
  verticalAlignment?: 'VERTICAL_ALIGNMENT_UNSPECIFIED' | 'CENTER' | 'TOP' | 'BOTTOM';
}

/** A widget inside a column: exactly one of the five kinds. */
export interface ColumnWidget {
  textParagraph?: TextParagraph;
  image?: Image;
  decoratedText?: DecoratedText;
  buttonList?: ButtonList;
  chipList?: ChipList;
}

/** Small cards to leaf through. */
export interface Carousel {
  carouselCards: CarouselCard[];
}

/** One of a {@link Carousel}. */
export interface CarouselCard {
  widgets?: CarouselWidget[];
  /** At the bottom. */
  footerWidgets?: CarouselWidget[];
}

/** A widget inside a carousel: exactly one of the three kinds. */
export interface CarouselWidget {
  textParagraph?: TextParagraph;
  buttonList?: ButtonList;
  image?: Image;
}

/** Chips in a row. */
export interface ChipList {
  /** @default 'WRAPPED' */
  layout?: 'LAYOUT_UNSPECIFIED' | 'WRAPPED' | 'HORIZONTAL_SCROLLABLE';
  chips: Chip[];
}

/** A small button with a label, an icon, or both. */
export interface Chip {
  label?: string;
  icon?: Icon;
  onClick?: OnClick;
  disabled?: boolean;
  /** What it does, for screen readers. */
  altText?: string;
}
