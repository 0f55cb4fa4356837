import { useState } from 'preact/hooks';
import { remember, remembered } from './state/memory.ts';

type Theme = 'light' | 'dark';

/** The theme that was chosen by hand; the system's where none was. */
export function applyTheme(): void {
  const chosen = remembered('browser', 'theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
}

function shownTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function ThemeToggle() {
  const [theme, setTheme] = useState(shownTheme);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const toggle = (): void => {
    remember('browser', 'theme', other);
    applyTheme();
    setTheme(other);
  };
  return (
    <button type="button" class="quiet" onClick={toggle} aria-label={`Change to the ${other} theme`}>
      ◐
    </button>
  );
}
