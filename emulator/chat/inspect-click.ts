import type { Findings } from './findings';
import { at, isObject, type JsonObject, list, text } from './json';
import type { Path } from './path';

const KNOWN_ICONS = new Set(
  (
    'AIRPLANE BOOKMARK BUS CAR CLOCK CONFIRMATION_NUMBER_ICON DESCRIPTION DOLLAR EMAIL EVENT_SEAT FLIGHT_ARRIVAL ' +
    'FLIGHT_DEPARTURE HOTEL HOTEL_ROOM_TYPE INVITE MAP_PIN MEMBERSHIP MULTIPLE_PEOPLE PERSON PHONE RESTAURANT_ICON ' +
    'SHOPPING_CART STAR STORE TICKET TRAIN VIDEO_CAMERA VIDEO_PLAY EVENT_PERFORMER OFFER'
  ).split(' '),
);

/** The weights and grades a material icon may have; 0 is what an unset number reads as. */
const ICON_WEIGHTS = [0, 100, 200, 300, 400, 500, 600, 700];
const ICON_GRADES = [-25, 0, 200];

/** What needs an interactive app: a webhook gets no clicks back. */
const DEAD_CLICKS = ['action', 'openDynamicLinkAction', 'card'] as const;

/** `onClick` of anything that can be clicked. */
export function inspectClick(click: unknown, path: Path, findings: Findings, isInMenu = false): void {
  if (!isObject(click)) return;
  const { openLink, overflowMenu } = click;
  if (isObject(openLink)) inspectLink(openLink, at(path, 'openLink'), findings);
  if (isObject(overflowMenu)) {
    const menu = at(path, 'overflowMenu');
    if (isInMenu) findings.add('hidden', menu, 'a menu inside a menu is dropped and its item disabled.');
    else inspectMenu(overflowMenu, menu, findings);
  }
  for (const name of DEAD_CLICKS) {
    if (isObject(click[name])) findings.add('no-effect', at(path, name), 'a webhook receives no clicks.');
  }
  if (!openLink && !overflowMenu && !DEAD_CLICKS.some((name) => isObject(click[name]))) {
    findings.add('hidden', cardAround(path), 'an empty onClick makes the whole card disappear.');
  }
}

function inspectLink({ url }: JsonObject, path: Path, findings: Findings): void {
  if (!/^https?:\/\/./i.test(text(url))) {
    findings.add('blank', at(path, 'url'), 'a link that is not http or https makes the whole message appear empty.');
  }
}

function inspectMenu(menu: JsonObject, path: Path, findings: Findings): void {
  const items = list(menu['items']);
  if (items.length === 0) findings.add('unrecorded', path, 'a menu needs at least one item.');
  items.forEach((item, index) => {
    const here = at(path, 'items', index);
    if (text(item['text']).trim() === '') findings.add('unrecorded', here, 'a menu item needs a text.');
    if (!isObject(item['onClick'])) findings.add('unrecorded', here, 'a menu item needs an onClick.');
    inspectIcon(item['startIcon'], at(here, 'startIcon'), findings);
    inspectClick(item['onClick'], at(here, 'onClick'), findings, true);
  });
}

/** A button in whatever holds it. */
export function inspectButton(button: unknown, path: Path, findings: Findings): void {
  if (!isObject(button)) return;
  if (!isObject(button['onClick'])) {
    findings.add('hidden', cardAround(path), 'a button without onClick makes the whole card disappear.');
  }
  if (text(button['text']).trim() === '' && !isObject(button['icon'])) {
    findings.add('unrecorded', path, 'a button needs a text or an icon.');
  }
  inspectIcon(button['icon'], at(path, 'icon'), findings);
  inspectClick(button['onClick'], at(path, 'onClick'), findings);
}

export function inspectIcon(icon: unknown, path: Path, findings: Findings): void {
  if (!isObject(icon)) return;
  const { knownIcon, iconUrl, materialIcon } = icon;
  if (typeof knownIcon === 'string' && !KNOWN_ICONS.has(knownIcon)) {
    findings.add('hidden', at(path, 'knownIcon'), `Chat has no icon ${JSON.stringify(knownIcon)}.`);
  } else if (typeof iconUrl === 'string') {
    inspectImageUrl(iconUrl, at(path, 'iconUrl'), findings);
  } else if (isObject(materialIcon)) {
    const here = at(path, 'materialIcon');
    // Google has thousands of names; their form is all that is checked.
    if (!/^[a-z0-9_]+$/.test(text(materialIcon['name']))) {
      findings.add('hidden', at(here, 'name'), 'is no name of a material icon: lower case, digits, underscores.');
    }
    if (!ICON_WEIGHTS.includes(Number(materialIcon['weight'] ?? 0))) {
      findings.add('no-effect', at(here, 'weight'), 'is read as 400: it must be 100 to 700 by hundreds.');
    }
    if (!ICON_GRADES.includes(Number(materialIcon['grade'] ?? 0))) {
      findings.add('no-effect', at(here, 'grade'), 'is read as 0: it must be -25, 0 or 200.');
    }
  }
}

/** An address that Google's reference wants to be https. */
export function inspectImageUrl(url: unknown, path: Path, findings: Findings): void {
  const address = text(url);
  if (address === '') findings.add('unrecorded', path, 'an image needs an address.');
  else if (!/^https:\/\/./i.test(address)) findings.addSwitched('httpImage', path, 'an image address must be https.');
}

/** The card around a part: "cardsV2[0].card". */
export function cardAround(path: Path): Path {
  let card = path;
  for (let step: Path | undefined = path; step; step = step.parent) if (step.key === 'card') card = step;
  return card;
}
