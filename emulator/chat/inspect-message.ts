import type { Assumptions } from './assume';
import { Findings } from './findings';
import { inspectIcon, inspectImageUrl } from './inspect-click';
import { inspectWidget, widgetsIn } from './inspect-widget';
import { at, isObject, type JsonObject, list, text } from './json';
import type { Path } from './path';

/**
 * How many widgets a card may have; the section that passes it is dropped, and all after it.
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#card, read 2026-11-24
 */
export const MAX_WIDGETS = 100;

/** Fields of a card that only Workspace add-ons or dialogs read. */
const ADD_ON_FIELDS = [
  'cardActions',
  'name',
  'fixedFooter',
  'displayStyle',
  'peekCardHeader',
  'expressionData',
] as const;

/**
 * Looks through a message whose names and types are right for what Chat answers with 200 and yet shows blank, cut or not
 * at all; and for the few rules of cards that are taken to be refused.
 */
export function inspectMessage(message: JsonObject, assume: Assumptions): Findings {
  const findings = new Findings(assume);
  const cards = list(message['cardsV2']);
  if (cards.length === 0 && list(message['cards']).length === 0) {
    if (text(message['text']).trim() === '') findings.add('blank', at(undefined, 'text'), 'is nothing but space.');
    return findings;
  }
  const ids = new Set<string>();
  cards.forEach((entry, index) => {
    const path = at(undefined, 'cardsV2', index);
    const id = text(entry['cardId']);
    if (id === '' && cards.length > 1)
      findings.addSwitched('cardRules', path, 'needs a cardId, as there are several cards.');
    if (id !== '' && ids.has(id))
      findings.addSwitched('cardRules', at(path, 'cardId'), 'is used by another card of the message.');
    ids.add(id);
    const { card } = entry;
    if (isObject(card)) inspectCard(card, at(path, 'card'), findings, assume);
    else findings.add('hidden', path, 'has no card.');
  });
  return findings;
}

function inspectCard(card: JsonObject, path: Path, findings: Findings, assume: Assumptions): void {
  const sections = list(card['sections']);
  if (sections.length === 0 && !isObject(card['header']))
    findings.add('hidden', path, 'a card without header and sections shows nothing.');
  inspectHeader(card['header'], at(path, 'header'), findings);
  for (const name of ADD_ON_FIELDS) {
    if (card[name] !== undefined) findings.add('no-effect', at(path, name), 'card messages do not show it.');
  }
  let widgetCount = 0;
  let isCut = false;
  sections.forEach((section, index) => {
    const here = at(path, 'sections', index);
    inspectSection(section, here, findings);
    const widgets = list(section['widgets']);
    widgetCount +=
      assume.widgetCount === 'top' ? widgets.length : widgets.reduce((sum, widget) => sum + widgetsIn(widget), 0);
    if (widgetCount > MAX_WIDGETS && !isCut) {
      isCut = true;
      const limit = String(MAX_WIDGETS);
      findings.add('cut', here, `passes the ${limit} widgets of a card: it and all sections after it are dropped.`);
    }
  });
}

function inspectHeader(header: unknown, path: Path, findings: Findings): void {
  if (!isObject(header)) return;
  if (text(header['imageUrl']) !== '') inspectImageUrl(header['imageUrl'], at(path, 'imageUrl'), findings);
  if (text(header['title']).trim() !== '') return;
  findings.add('hidden', path, 'without a title, its subtitle is not shown.');
}

function inspectSection(section: JsonObject, path: Path, findings: Findings): void {
  const widgets = list(section['widgets']);
  if (widgets.length === 0) findings.add('unrecorded', at(path, 'widgets'), 'a section needs at least one widget.');
  widgets.forEach((widget, index) => inspectWidget(widget, at(path, 'widgets', index), findings));
  if (Number(section['uncollapsibleWidgetsCount'] ?? 0) > 0 && section['collapsible'] !== true) {
    findings.add('no-effect', at(path, 'uncollapsibleWidgetsCount'), 'counts only in a collapsible section.');
  }
  if (section['id'] !== undefined) findings.add('no-effect', at(path, 'id'), 'only Workspace Studio reads it.');
  const control = section['collapseControl'];
  if (!isObject(control)) return;
  const here = at(path, 'collapseControl');
  if (isObject(control['expandButton']) !== isObject(control['collapseButton'])) {
    findings.add('hidden', here, 'needs both expandButton and collapseButton, or is ignored.');
  }
  // Chat itself acts on these two, so they need no onClick.
  for (const name of ['expandButton', 'collapseButton']) {
    const button = control[name];
    if (isObject(button)) inspectIcon(button['icon'], at(at(here, name), 'icon'), findings);
  }
}
