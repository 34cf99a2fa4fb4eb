/** Makes cards fit that are too large: cut with a note, or split into pieces that become messages of one thread. */
import { jsonBytes, splitText } from './long-text';
import { MAX_WIDGETS_PER_CARD } from './limits';
import { splitHtml } from './html';
import { utf8Length } from './bytes';
import { widgetsOf } from './size';
import type { Card, CardWithId, Section, Widget } from './types';
import { countOf } from './wording';

/** The pieces of a card, each at most so many bytes and 100 widgets, each with the card's header. */
export function splitCard(entry: CardWithId, maxBytes: number): CardWithId[] {
  const { sections = [], ...frame } = entry.card ?? {};
  const room = maxBytes - bytesOf({ cardId: `${entry.cardId ?? 'card'}-999`, card: { ...frame, sections: [] } }) - 20;
  const packed = pack(sections, { bytes: room, widgets: MAX_WIDGETS_PER_CARD });
  return packed.map((piece, index) => ({
    ...entry,
    ...(index > 0 && { cardId: `${entry.cardId ?? 'card'}-${index + 1}` }),
    card: { ...frame, sections: piece },
  }));
}

/**
 * Cards that take at most so many bytes together: what does not fit goes from the end, and a note says how many
 * widgets that were.
 */
export function cutCards(entries: readonly CardWithId[], maxBytes: number): CardWithId[] {
  const kept: CardWithId[] = [];
  let room = maxBytes;
  for (const [index, entry] of entries.entries()) {
    const pieces = splitCard(entry, room - NOTE_BYTES);
    const [first] = pieces;
    const lost = [...pieces.slice(1), ...entries.slice(index + 1)].reduce((sum, piece) => sum + countOfCard(piece), 0);
    if (first === undefined || bytesOf(first) > room) return kept;
    if (pieces.length > 1) return [...kept, withNote(first, lost)];
    kept.push(first);
    room -= bytesOf(first) + 1;
  }
  return kept;
}

/** Room for the note of a cut card. */
const NOTE_BYTES = 200;

const countOfCard = ({ card }: CardWithId): number =>
  (card?.sections ?? []).reduce((sum, section) => sum + widgetsIn(section), 0);

const widgetsIn = ({ widgets }: Section): number => (widgets ?? []).reduce((sum, widget) => sum + widgetsOf(widget), 0);

function withNote(entry: CardWithId, lost: number): CardWithId {
  const card: Card = entry.card ?? {};
  let sections = card.sections ?? [];
  // The note is a widget too.
  let left = lost;
  while (countOfCard({ card: { sections } }) >= MAX_WIDGETS_PER_CARD) {
    const last = sections[sections.length - 1];
    const gone = last?.widgets[last.widgets.length - 1];
    if (last === undefined || gone === undefined) break;
    left += widgetsOf(gone);
    const widgets = last.widgets.slice(0, -1);
    sections = [...sections.slice(0, -1), ...(widgets.length > 0 ? [{ ...last, widgets }] : [])];
  }
  const note: Widget = { textParagraph: { text: `<i>… (${countOf(left, 'more widget')} left out)</i>` } };
  return { ...entry, card: { ...card, sections: [...sections, { widgets: [note] }] } };
}

interface Room {
  readonly bytes: number;
  readonly widgets: number;
}

/** Sections in as few groups as it takes, in their order; a section that has no room is divided between widgets. */
function pack(sections: readonly Section[], room: Room): Section[][] {
  const groups: Section[][] = [];
  let group: Section[] = [];
  let bytes = 0;
  let widgets = 0;
  const finish = (): void => {
    if (group.length > 0) groups.push(group);
    group = [];
    bytes = 0;
    widgets = 0;
  };
  for (const section of sections) {
    // A section stays whole when it would fit into a card of its own.
    const parts = isWithin(section, room) ? [section] : divide(section, room);
    for (const part of parts) {
      const size = bytesOf(part) + 1;
      if (bytes + size > room.bytes || widgets + widgetsIn(part) > room.widgets) finish();
      group.push(part);
      bytes += size;
      widgets += widgetsIn(part);
    }
  }
  finish();
  return groups;
}

const isWithin = (section: Section, room: Room): boolean =>
  bytesOf(section) < room.bytes && widgetsIn(section) <= room.widgets;

/** A section as several, each within the room; what is shown collapsed is not divided by its count any more. */
function divide({ widgets: all, uncollapsibleWidgetsCount, ...frame }: Section, room: Room): Section[] {
  void uncollapsibleWidgetsCount;
  const frameBytes = bytesOf({ ...frame, widgets: [] }) + 1;
  const parts: Section[] = [];
  let widgets: Widget[] = [];
  let bytes = frameBytes;
  let number = 0;
  for (const widget of all.flatMap((entry) => divideWidget(entry, room.bytes - frameBytes))) {
    const size = bytesOf(widget) + 1;
    if (widgets.length > 0 && (bytes + size > room.bytes || number + widgetsOf(widget) > room.widgets)) {
      parts.push({ ...frame, widgets });
      widgets = [];
      bytes = frameBytes;
      number = 0;
    }
    widgets.push(widget);
    bytes += size;
    number += widgetsOf(widget);
  }
  if (widgets.length > 0) parts.push({ ...frame, widgets });
  return parts;
}

/** A widget with a text too long for a card as several; any other stays, and is for the check to refuse. */
function divideWidget(widget: Widget, maxBytes: number): Widget[] {
  if (bytesOf(widget) < maxBytes) return [widget];
  const { textParagraph, decoratedText } = widget;
  const text = textParagraph?.text ?? decoratedText?.text;
  if (text === undefined) return [widget];
  const isMarkdown = textParagraph?.textSyntax === 'MARKDOWN';
  const room = maxBytes - (bytesOf(widget) - jsonBytes(text)) - 1;
  if (room < MIN_TEXT_BYTES) return [widget];
  const parts = isMarkdown ? splitText(text, { characters: Infinity, bytes: room }) : splitHtml(text, room);
  return parts.map((part, index): Widget => {
    if (textParagraph) return { ...widget, textParagraph: { ...textParagraph, text: part } };
    return index === 0
      ? { ...widget, decoratedText: { ...decoratedText, text: part } }
      : { textParagraph: { text: part } };
  });
}

/** Less room than this is not worth a part of its own. */
const MIN_TEXT_BYTES = 400;

const bytesOf = (value: unknown): number => utf8Length(JSON.stringify(value));
