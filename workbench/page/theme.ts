/** How light the page is: as the system says, or as the person chose. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'chat-courier.theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** The theme chosen before, in this browser. */
export function storedTheme(): Theme {
  return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';
}

/** Shows a theme and keeps it. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  document.documentElement.dataset['theme'] = theme;
}

/** The one after this. */
export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
}
