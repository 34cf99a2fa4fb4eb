/** Rules for what is clicked: buttons, icons, links, menus. */
import { isBlank, requireEntries, requireOne, warnNoAltText, type Findings } from './findings';
import { KNOWN_ICONS, MATERIAL_GRADES, MATERIAL_WEIGHTS } from './limits';
import type { Button, CollapseButton, Color, Icon, OnClick, OverflowMenu } from './types';
import { either, quote, show } from './wording';

/** The buttons of a list. */
export function checkButtons(buttons: readonly Button[] | undefined, path: string, found: Findings): void {
  requireEntries(buttons, path, 'button', found);
  (buttons ?? []).forEach((button, index) => checkButton(button, `${path}[${index}]`, found));
}

/** A button that must do something. */
export function checkButton(button: Button, path: string, found: Findings): void {
  const { text, icon, onClick } = button;
  if (isBlank(text) && icon === undefined) found.error(path, 'shows nothing', 'a text or an icon', 'neither');
  checkButtonFace(button, path, found);
  if (onClick === undefined) found.error(`${path}.onClick`, 'is missing', 'openLink or overflowMenu', 'nothing');
  else checkOnClick(onClick, `${path}.onClick`, found);
}

/** What a button looks like. */
export function checkButtonFace(button: Button | CollapseButton, path: string, found: Findings): void {
  const { text, icon, altText, color } = button;
  if (isBlank(text) && icon !== undefined && isBlank(altText) && isBlank(icon.altText)) {
    warnNoAltText(`${path}.altText`, found);
  }
  if (icon !== undefined) checkIcon(icon, `${path}.icon`, found);
  if (color !== undefined) checkColor(color, `${path}.color`, found);
}

/** Fractions, not 0 to 255. */
export function checkColor(color: Color, path: string, found: Findings): void {
  for (const part of ['red', 'green', 'blue'] as const) {
    const value = color[part];
    if (value !== undefined && (value < 0 || value > 1)) {
      found.warn(`${path}.${part}`, 'is out of range', '0 to 1, such as 255/255', show(value));
    }
  }
}

/** An icon of one of the three kinds. */
export function checkIcon(icon: Icon, path: string, found: Findings): void {
  const { knownIcon, iconUrl, materialIcon } = icon;
  const kinds = ['knownIcon', 'iconUrl', 'materialIcon'];
  if (kinds.some((kind) => kind in icon)) requireOne(icon, kinds, path, 'is no icon', found);
  else found.warn(path, 'shows nothing', either(kinds), 'none of them');
  if (knownIcon !== undefined && !KNOWN_ICONS.includes(knownIcon)) {
    const problem = 'is an icon Chat does not know, so it shows nothing';
    found.warn(`${path}.knownIcon`, problem, either(KNOWN_ICONS), show(knownIcon));
  }
  if (iconUrl !== undefined) checkImageUrl(iconUrl, `${path}.iconUrl`, found);
  if (materialIcon === undefined) return;
  const { name, weight = 400, grade = 0 } = materialIcon;
  if (!/^[a-z0-9_]+$/.test(name ?? '')) {
    const expected = 'a name from fonts.google.com/icons, such as "check_circle"';
    found.error(`${path}.materialIcon.name`, 'is no icon name, so Chat would show nothing', expected, show(name));
  }
  if (!MATERIAL_WEIGHTS.includes(weight)) {
    found.warn(`${path}.materialIcon.weight`, 'is read as 400', either(MATERIAL_WEIGHTS.map(String)), show(weight));
  }
  if (!MATERIAL_GRADES.includes(grade)) {
    found.warn(`${path}.materialIcon.grade`, 'is read as 0', either(MATERIAL_GRADES.map(String)), show(grade));
  }
}

/** What a click does. */
export function checkOnClick(onClick: OnClick, path: string, found: Findings, inMenu = false): void {
  const { openLink, overflowMenu } = onClick;
  requireOne(onClick, ['openLink', 'overflowMenu'], path, 'does nothing, so Chat would show an empty card', found);
  if (openLink !== undefined) checkLink(openLink.url, `${path}.openLink.url`, found);
  if (overflowMenu === undefined) return;
  if (inMenu) found.error(`${path}.overflowMenu`, 'is a menu in a menu, which Chat drops', 'openLink', 'overflowMenu');
  else checkMenu(overflowMenu, `${path}.overflowMenu.items`, found);
}

function checkMenu({ items }: OverflowMenu, path: string, found: Findings): void {
  requireEntries(items, path, 'item', found);
  (items ?? []).forEach((item, index) => {
    const at = `${path}[${index}]`;
    if (isBlank(item.text)) found.error(`${at}.text`, 'is empty', 'a text', show(item.text));
    if (item.onClick === undefined) found.error(`${at}.onClick`, 'is missing', 'openLink', 'nothing');
    else checkOnClick(item.onClick, `${at}.onClick`, found, true);
    if (item.startIcon !== undefined) checkIcon(item.startIcon, `${at}.startIcon`, found);
  });
}

/** The address of an image. */
export function checkImageUrl(url: string | undefined, path: string, found: Findings): void {
  if (isBlank(url)) found.error(path, 'is missing', 'an https address of a PNG or JPG', show(url));
  else if (!/^https:\/\/[^\s/?#]+/i.test(url ?? '')) {
    found.error(path, 'is no https address', 'an https address of a PNG or JPG', show(url));
  }
}

function checkLink(url: string | undefined, path: string, found: Findings): void {
  if (isBlank(url)) found.error(path, 'is missing', 'a whole https address', show(url));
  else if (!/^https?:\/\/[^\s/?#]+/i.test(url ?? '')) {
    const problem = 'is no web address, so Chat would show an empty card';
    found.error(path, problem, 'a whole https address', show(url));
  } else if (/^http:/i.test(url ?? '')) {
    found.warn(path, 'is opened by Chat as https', 'an https address', quote(url ?? ''));
  }
}
