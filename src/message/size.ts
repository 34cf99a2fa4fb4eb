/** How large a message is, and how many widgets it has. */
import type { Issue } from '../errors';
import { utf8Length } from './bytes';
import { LARGE_MESSAGE_BYTES, MAX_MESSAGE_BYTES, MAX_WIDGETS_PER_CARD } from './limits';
import type { Card, Message, Section, Widget } from './types';
import { count, countOf } from './wording';

/** The bytes that a message takes on the way: UTF-8 of its JSON. */
export function messageBytes(message: Message): number {
  return utf8Length(JSON.stringify(message));
}

/** What is too large for Chat. Apart from the other errors, because such a message can be cut or split. */
export function checkSize(message: Message): { errors: Issue[]; warnings: Issue[] } {
  const errors = (message.cardsV2 ?? []).flatMap(({ card }, index) =>
    card === undefined ? [] : checkWidgetCount(card, `cardsV2[${index}].card`),
  );
  const warnings: Issue[] = [];
  const bytes = messageBytes(message);
  if (bytes > LARGE_MESSAGE_BYTES) {
    const largest = largestText(message);
    const where = largest.bytes > 0 ? `; the largest part is ${largest.path} with ${count(largest.bytes)}` : '';
    const expected = `at most ${countOf(MAX_MESSAGE_BYTES, 'byte')}`;
    if (bytes > MAX_MESSAGE_BYTES) {
      const excess = count(bytes - MAX_MESSAGE_BYTES);
      errors.push({ path: '', problem: 'is too long', expected, received: `${count(bytes)}: cut ${excess}${where}` });
    } else {
      warnings.push({ path: '', problem: 'is nearly too long', expected, received: `${count(bytes)}${where}` });
    }
  }
  return { errors, warnings };
}

function checkWidgetCount({ sections = [] }: Card, path: string): Issue[] {
  let total = 0;
  let lost: number | undefined;
  sections.forEach((section, index) => {
    total += countWidgets(section);
    if (lost === undefined && total > MAX_WIDGETS_PER_CARD) lost = index;
  });
  if (lost === undefined) return [];
  return [
    {
      path: `${path}.sections[${lost}]`,
      problem: 'passes the limit of widgets: Chat would leave it out, and all sections after it',
      expected: `at most ${countOf(MAX_WIDGETS_PER_CARD, 'widget')} in the card, those in columns and carousels counted`,
      received: count(total),
    },
  ];
}

/** A section's widgets, those inside others counted. */
export function countWidgets(section: Section): number {
  return (section.widgets ?? []).reduce((sum, widget) => sum + widgetsOf(widget), 0);
}

/** One widget and those inside it. */
export function widgetsOf({ columns, carousel }: Widget): number {
  const inColumns = (columns?.columnItems ?? []).map(({ widgets = [] }) => widgets.length);
  const inCarousel = (carousel?.carouselCards ?? []).map(
    ({ widgets = [], footerWidgets = [] }) => widgets.length + footerWidgets.length,
  );
  return 1 + [...inColumns, ...inCarousel].reduce((sum, widgets) => sum + widgets, 0);
}

/** The longest text anywhere in a message: what to shorten first. */
function largestText(value: unknown, path = ''): { path: string; bytes: number } {
  if (typeof value === 'string') return { path, bytes: utf8Length(value) };
  if (typeof value !== 'object' || value === null) return { path, bytes: 0 };
  const isList = Array.isArray(value);
  return Object.entries(value).reduce(
    (largest, [key, entry]) => {
      const found = largestText(entry, isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
      return found.bytes > largest.bytes ? found : largest;
    },
    { path, bytes: 0 },
  );
}
