/**
 * Chat's message schema as data: every field that Google's JSON front end takes, and how each is read. One unknown
 * name makes Chat refuse the whole message, so the table must be complete; a test compares it with the types of
 * the package googleapis/chat.
 *
 * A field's kind is one of: a way of reading text (see {@link TextKind}); `boolean`, `int`, `number`; the name of a
 * list in {@link ENUMS}; the name of an object in {@link chatSchema}, with `[]` for a list of them; `any` for what is
 * not looked into.
 *
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards, read 2026-11-24
 */
import { lazily } from '../lazily';
import { own } from './own';

/**
 * How Chat reads a text: `chat` is a message's text, `html` a card's formatted text, `plain` is shown as it stands,
 * `link` and `image` are addresses, `id` is a name that nobody sees.
 */
export type TextKind = 'chat' | 'html' | 'plain' | 'link' | 'image' | 'id';

export const TEXT_KINDS: readonly string[] = ['chat', 'html', 'plain', 'link', 'image', 'id'];

/** The values of each enumeration; a value's place is its number, which Google's front end takes as well. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  MarkupSyntax: ['MARKUP_SYNTAX_UNSPECIFIED', 'MARKUP_SYNTAX_CHAT', 'MARKUP_SYNTAX_MARKDOWN'],
  DividerStyle: ['DIVIDER_STYLE_UNSPECIFIED', 'SOLID_DIVIDER', 'NO_DIVIDER'],
  DisplayStyle: ['DISPLAY_STYLE_UNSPECIFIED', 'PEEK', 'REPLACE'],
  ImageType: ['SQUARE', 'CIRCLE'],
  HorizontalAlignment: ['HORIZONTAL_ALIGNMENT_UNSPECIFIED', 'START', 'CENTER', 'END'],
  IconAlignment: ['VERTICAL_ALIGNMENT_UNSPECIFIED', 'TOP', 'MIDDLE', 'BOTTOM'],
  TextSyntax: ['TEXT_SYNTAX_UNSPECIFIED', 'HTML', 'MARKDOWN'],
  ButtonType: ['TYPE_UNSPECIFIED', 'OUTLINED', 'FILLED', 'FILLED_TONAL', 'BORDERLESS'],
  CropType: ['IMAGE_CROP_TYPE_UNSPECIFIED', 'SQUARE', 'CIRCLE', 'RECTANGLE_CUSTOM', 'RECTANGLE_4_3'],
  BorderType: ['BORDER_TYPE_UNSPECIFIED', 'NO_BORDER', 'STROKE'],
  GridItemLayout: ['GRID_ITEM_LAYOUT_UNSPECIFIED', 'TEXT_BELOW', 'TEXT_ABOVE'],
  ColumnWidth: ['HORIZONTAL_SIZE_STYLE_UNSPECIFIED', 'FILL_AVAILABLE_SPACE', 'FILL_MINIMUM_SPACE'],
  ColumnAlignment: ['VERTICAL_ALIGNMENT_UNSPECIFIED', 'CENTER', 'TOP', 'BOTTOM'],
  ChipLayout: ['LAYOUT_UNSPECIFIED', 'WRAPPED', 'HORIZONTAL_SCROLLABLE'],
  OpenAs: ['FULL_SIZE', 'OVERLAY'],
  OnClose: ['NOTHING', 'RELOAD'],
  Visibility: ['VISIBILITY_UNSPECIFIED', 'VISIBLE', 'HIDDEN'],
};

/** The fields of one object and their kinds. */
export type Fields = Readonly<Record<string, string>>;

/** Kinds of a column's and a carousel's widgets that a widget of a section shares. */
const NESTED: Fields = { textParagraph: 'TextParagraph', image: 'Image', buttonList: 'ButtonList' };
const INPUTS: Fields = { textInput: 'any', selectionInput: 'any', dateTimePicker: 'any' };

export const chatSchema = lazily((): Readonly<Record<string, Fields>> => ({
  Message: {
    text: 'chat',
    cardsV2: 'CardWithId[]',
    thread: 'Thread',
    fallbackText: 'plain',
    markupSyntax: 'MarkupSyntax',
    accessoryWidgets: 'any',
    actionResponse: 'any',
    annotations: 'any',
    argumentText: 'id',
    attachedGifs: 'any',
    attachment: 'any',
    cards: 'any',
    clientAssignedMessageId: 'id',
    createTime: 'id',
    deleteTime: 'id',
    deletionMetadata: 'any',
    emojiReactionSummaries: 'any',
    formattedText: 'id',
    lastUpdateTime: 'id',
    matchedUrl: 'any',
    name: 'id',
    privateMessageViewer: 'any',
    quotedMessageMetadata: 'any',
    sender: 'any',
    silent: 'boolean',
    slashCommand: 'any',
    space: 'any',
    threadReply: 'boolean',
  },
  Thread: { name: 'id', threadKey: 'id' },
  CardWithId: { cardId: 'id', card: 'Card' },
  Card: {
    header: 'CardHeader',
    sections: 'Section[]',
    sectionDividerStyle: 'DividerStyle',
    cardActions: 'CardAction[]',
    name: 'id',
    fixedFooter: 'CardFixedFooter',
    displayStyle: 'DisplayStyle',
    peekCardHeader: 'CardHeader',
    expressionData: 'ExpressionData[]',
  },
  CardHeader: { title: 'plain', subtitle: 'plain', imageUrl: 'image', imageType: 'ImageType', imageAltText: 'plain' },
  CardAction: { actionLabel: 'plain', onClick: 'OnClick' },
  CardFixedFooter: { primaryButton: 'Button', secondaryButton: 'Button' },
  ExpressionData: { id: 'id', expression: 'id', conditions: 'Condition[]', eventActions: 'EventAction[]' },
  Condition: { actionRuleId: 'id', expressionDataCondition: 'ExpressionDataCondition' },
  ExpressionDataCondition: { conditionType: 'any' },
  EventAction: { actionRuleId: 'id', commonWidgetAction: 'CommonWidgetAction', postEventTriggers: 'Trigger[]' },
  CommonWidgetAction: { updateVisibilityAction: 'UpdateVisibilityAction' },
  UpdateVisibilityAction: { visibility: 'Visibility' },
  Trigger: { actionRuleId: 'id' },
  Section: {
    header: 'html',
    widgets: 'Widget[]',
    collapsible: 'boolean',
    uncollapsibleWidgetsCount: 'int',
    collapseControl: 'CollapseControl',
    id: 'id',
  },
  CollapseControl: { horizontalAlignment: 'HorizontalAlignment', expandButton: 'Button', collapseButton: 'Button' },
  Widget: {
    ...NESTED,
    decoratedText: 'DecoratedText',
    divider: 'Divider',
    grid: 'Grid',
    columns: 'Columns',
    carousel: 'Carousel',
    chipList: 'ChipList',
    ...INPUTS,
    horizontalAlignment: 'HorizontalAlignment',
    id: 'id',
    visibility: 'Visibility',
    eventActions: 'EventAction[]',
  },
  ColumnWidget: { ...NESTED, decoratedText: 'DecoratedText', chipList: 'ChipList', ...INPUTS },
  CarouselWidget: NESTED,
  TextParagraph: { text: 'html', maxLines: 'int', textSyntax: 'TextSyntax' },
  Image: { imageUrl: 'image', altText: 'plain', onClick: 'OnClick' },
  DecoratedText: {
    text: 'html',
    contentText: 'TextParagraph',
    wrapText: 'boolean',
    topLabel: 'html',
    topLabelText: 'TextParagraph',
    bottomLabel: 'html',
    bottomLabelText: 'TextParagraph',
    startIcon: 'Icon',
    startIconVerticalAlignment: 'IconAlignment',
    onClick: 'OnClick',
    button: 'Button',
    endIcon: 'Icon',
    switchControl: 'any',
    icon: 'Icon',
  },
  ButtonList: { buttons: 'Button[]' },
  Button: {
    text: 'plain',
    icon: 'Icon',
    onClick: 'OnClick',
    color: 'Color',
    type: 'ButtonType',
    disabled: 'boolean',
    altText: 'plain',
  },
  Color: { red: 'number', green: 'number', blue: 'number', alpha: 'number' },
  Icon: { knownIcon: 'id', iconUrl: 'image', materialIcon: 'MaterialIcon', altText: 'plain', imageType: 'ImageType' },
  MaterialIcon: { name: 'id', fill: 'boolean', weight: 'int', grade: 'int' },
  OnClick: {
    openLink: 'OpenLink',
    overflowMenu: 'OverflowMenu',
    action: 'any',
    openDynamicLinkAction: 'any',
    card: 'any',
  },
  OpenLink: { url: 'link', openAs: 'OpenAs', onClose: 'OnClose' },
  OverflowMenu: { items: 'OverflowMenuItem[]' },
  OverflowMenuItem: { text: 'plain', onClick: 'OnClick', startIcon: 'Icon', disabled: 'boolean' },
  Divider: {},
  Grid: { title: 'plain', items: 'GridItem[]', columnCount: 'int', borderStyle: 'BorderStyle', onClick: 'OnClick' },
  GridItem: { id: 'id', image: 'ImageComponent', title: 'plain', subtitle: 'plain', layout: 'GridItemLayout' },
  ImageComponent: { imageUri: 'image', altText: 'plain', cropStyle: 'ImageCropStyle', borderStyle: 'BorderStyle' },
  ImageCropStyle: { type: 'CropType', aspectRatio: 'number' },
  BorderStyle: { type: 'BorderType', strokeColor: 'Color', cornerRadius: 'int' },
  Columns: { columnItems: 'Column[]' },
  Column: {
    widgets: 'ColumnWidget[]',
    horizontalSizeStyle: 'ColumnWidth',
    horizontalAlignment: 'HorizontalAlignment',
    verticalAlignment: 'ColumnAlignment',
  },
  Carousel: { carouselCards: 'CarouselCard[]' },
  CarouselCard: { widgets: 'CarouselWidget[]', footerWidgets: 'CarouselWidget[]' },
  ChipList: { layout: 'ChipLayout', chips: 'Chip[]' },
  Chip: {
    label: 'plain',
    icon: 'Icon',
    onClick: 'OnClick',
    disabled: 'boolean',
    altText: 'plain',
    enabled: 'boolean',
  },
}));

/** Why a field that Google's schema has is of no use in a webhook's message. */
export type Unusable =
  /** Nobody could answer: a webhook receives nothing. */
  | 'interactive'
  /** Works in Google Workspace add-ons only. */
  | 'add-on'
  /** Chat refuses it without an app's or a user's own sign-in. */
  | 'sign-in'
  /** Chat takes it and shows nothing of it. */
  | 'no effect'
  /** Chat fills it in itself. */
  | 'set by Chat'
  /** Works, but Google has replaced it. */
  | 'deprecated';

/**
 * The fields that `types.ts` leaves out, as "Object.field".
 * @see https://developers.google.com/workspace/chat/create-messages, read 2026-11-24
 */
export const unusableFields = lazily((): Readonly<Record<string, Unusable>> => ({
  ...each('interactive', 'Widget.textInput Widget.selectionInput Widget.dateTimePicker'),
  ...each('interactive', 'ColumnWidget.textInput ColumnWidget.selectionInput ColumnWidget.dateTimePicker'),
  ...each('interactive', 'DecoratedText.switchControl OnClick.action'),
  ...each('add-on', 'OnClick.openDynamicLinkAction OnClick.card'),
  ...each('sign-in', 'Message.accessoryWidgets Message.attachment Message.privateMessageViewer'),
  ...each('sign-in', 'Message.quotedMessageMetadata'),
  ...each('no effect', 'Card.cardActions Card.name Card.fixedFooter Card.displayStyle Card.peekCardHeader'),
  ...each('no effect', 'Card.expressionData Section.id Widget.id Widget.visibility Widget.eventActions'),
  ...each('no effect', 'OpenLink.openAs OpenLink.onClose Message.actionResponse'),
  ...each('set by Chat', 'Message.annotations Message.argumentText Message.attachedGifs'),
  ...each('set by Chat', 'Message.clientAssignedMessageId Message.createTime Message.deleteTime'),
  ...each('set by Chat', 'Message.deletionMetadata Message.emojiReactionSummaries Message.formattedText'),
  ...each('set by Chat', 'Message.lastUpdateTime Message.matchedUrl Message.name Message.sender Message.silent'),
  ...each('set by Chat', 'Message.slashCommand Message.space Message.threadReply'),
  ...each('deprecated', 'Message.cards DecoratedText.icon Chip.enabled'),
}));

function each(why: Unusable, fields: string): Record<string, Unusable> {
  return Object.fromEntries(fields.split(' ').map((field) => [field, why]));
}

/** Google's front end reads a field under its JSON name and under its name in the schema: cardsV2, cards_v2. */
export function fieldName(key: string, fields: Fields): string | undefined {
  if (own(fields, key) !== undefined) return key;
  if (!key.includes('_')) return undefined;
  const camel = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return own(fields, camel) !== undefined && snakeCase(camel) === key ? camel : undefined;
}

/** A name or path as Google's own messages write it: "cards_v2[0].card". */
export const snakeCase = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
