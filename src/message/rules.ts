/**
 * The second half of the check: what Chat's schema cannot say. Walks a message of the right shape and reports what
 * Chat refuses, shows blank, cuts or leaves out (errors), and what it takes but perhaps not as meant (warnings).
 *
 * @see https://developers.google.com/workspace/chat/troubleshoot-cards, read 2026-11-24
 */
import { checkButtonFace, checkImageUrl } from './action-rules';
import { isBlank, requireEntries, warnNoAltText, type Findings } from './findings';
import { MAX_THREAD_KEY_CHARACTERS } from './limits';
import { checkHtml, checkText } from './text-rules';
import type { Card, CardHeader, CardWithId, CollapseControl, Message, Section, Thread } from './types';
import { checkWidget } from './widget-rules';
import { count, countOf, show } from './wording';

/** Reports everything that is wrong with the meaning of a message. */
export function applyRules(message: Message, found: Findings): void {
  checkContent(message, found);
  if (message.text !== undefined) checkText(message.text, message.markupSyntax, 'text', found);
  if (message.thread !== undefined) checkThread(message.thread, found);
  (message.cardsV2 ?? []).forEach((entry, index, all) => checkCardWithId(entry, index, all, found));
}

function checkContent(message: Message, found: Findings): void {
  const hasText = !isBlank(message.text);
  const hasCards = (message.cardsV2 ?? []).length > 0 || 'cards' in message;
  if (!hasText && !hasCards) found.error('', 'is empty', 'a text or a card', 'neither');
  if (!hasText && hasCards && !isBlank(message.fallbackText)) return;
  if (!hasText && hasCards) {
    found.warn('text', 'is missing: phones may show an empty notification', 'a text or a fallbackText', 'neither');
  }
}

function checkThread({ name, threadKey }: Thread, found: Findings): void {
  if (isGiven(name) && !/^spaces\/[^/\s]+\/threads\/[^/\s]+$/.test(name)) {
    found.error(
      'thread.name',
      'is not the name of a thread',
      '"spaces/SPACE/threads/THREAD", as Chat answered it',
      show(name),
    );
  }
  const length = threadKey?.length ?? 0;
  if (length > MAX_THREAD_KEY_CHARACTERS) {
    const limit = `at most ${countOf(MAX_THREAD_KEY_CHARACTERS, 'character')}`;
    found.error('thread.threadKey', 'is too long', limit, count(length));
  }
  if (isGiven(name) && isGiven(threadKey)) {
    found.warn('thread', 'is named twice', 'either name or threadKey', 'both');
  }
}

/** An empty name is none. */
const isGiven = (name: string | undefined): name is string => name !== undefined && name !== '';

function checkCardWithId(
  { cardId, card }: CardWithId,
  index: number,
  all: readonly CardWithId[],
  found: Findings,
): void {
  const path = `cardsV2[${index}]`;
  if (all.length > 1 && (cardId ?? '') === '') {
    found.error(`${path}.cardId`, 'is missing', 'an id for each of several cards', show(cardId));
  }
  const first = all.findIndex((other) => other.cardId === cardId);
  if ((cardId ?? '') !== '' && first < index) {
    found.error(`${path}.cardId`, 'is used twice', `another id than cardsV2[${first}] has`, show(cardId));
  }
  if (card === undefined) found.error(`${path}.card`, 'is missing', 'a card', 'nothing');
  else checkCard(card, `${path}.card`, found);
}

function checkCard({ header, sections = [] }: Card, path: string, found: Findings): void {
  if (header === undefined && sections.length === 0) {
    found.error(path, 'is empty', 'a header or sections', 'neither');
  }
  if (header !== undefined) checkHeader(header, `${path}.header`, found);
  sections.forEach((section, index) => checkSection(section, `${path}.sections[${index}]`, found));
}

function checkHeader(header: CardHeader, path: string, found: Findings): void {
  if (isBlank(header.title)) {
    found.error(`${path}.title`, 'is missing: Chat would show a blank header', 'a text', show(header.title));
  }
  if (header.imageUrl !== undefined) {
    checkImageUrl(header.imageUrl, `${path}.imageUrl`, found);
    if (isBlank(header.imageAltText)) warnNoAltText(`${path}.imageAltText`, found);
  }
}

function checkSection(section: Section, path: string, found: Findings): void {
  checkHtml(section.header, `${path}.header`, found);
  requireEntries(section.widgets, `${path}.widgets`, 'widget', found);
  (section.widgets ?? []).forEach((widget, index) => checkWidget(widget, `${path}.widgets[${index}]`, 'Widget', found));
  const shown = section.uncollapsibleWidgetsCount;
  if (shown !== undefined && shown < 0) {
    found.warn(`${path}.uncollapsibleWidgetsCount`, 'is negative', '0 or more', show(shown));
  } else if (shown !== undefined && section.collapsible !== true) {
    const problem = 'has no effect: the section is not collapsible';
    found.warn(`${path}.uncollapsibleWidgetsCount`, problem, 'collapsible: true beside it', show(shown));
  }
  if (section.collapseControl !== undefined) checkCollapse(section.collapseControl, `${path}.collapseControl`, found);
}

function checkCollapse({ expandButton, collapseButton }: CollapseControl, path: string, found: Findings): void {
  if ((expandButton === undefined) !== (collapseButton === undefined)) {
    const missing = expandButton === undefined ? 'expandButton' : 'collapseButton';
    found.error(`${path}.${missing}`, 'is missing: Chat would ignore the other', 'both or neither', 'nothing');
  }
  if (expandButton !== undefined) checkButtonFace(expandButton, `${path}.expandButton`, found);
  if (collapseButton !== undefined) checkButtonFace(collapseButton, `${path}.collapseButton`, found);
}
