export type Theme = 'system' | 'light' | 'dark';

const chosenKey = 'latchwork.theme';

export const chosenTheme = (): Theme => {
  const chosen = localStorage.getItem(chosenKey);
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
};

export function applyTheme(theme: Theme = chosenTheme()) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(chosenKey, theme);
  applyTheme(theme);
}
