/** Dark, light, or as the system says. Kept on this computer. */
export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'bandmate.theme';
const changed = new EventTarget();

export function chosenTheme(): Theme {
  const known = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === known) ?? 'system';
}

/** Shows the chosen theme, also when another window or tab chooses one. Called before the first paint. */
export function startTheme(): void {
  applyTheme();
  window.addEventListener('storage', ({ key }) => {
    if (key !== storageKey && key !== null) return;
    applyTheme();
    changed.dispatchEvent(new Event('change'));
  });
}

function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  applyTheme();
  changed.dispatchEvent(new Event('change'));
}

/** Calls the listener whenever colours change, so that a canvas can draw again. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', listener);
  changed.addEventListener('change', listener);
  return () => {
    scheme.removeEventListener('change', listener);
    changed.removeEventListener('change', listener);
  };
}
