import { render } from 'preact';
import { Page } from './page.tsx';
import { Console } from './state/console.ts';
import { applyTheme } from './theme-toggle.tsx';
import { ConsoleProvider } from './use-console.ts';

const root = document.getElementById('console');
if (root === null) throw new Error('index.html has no #console');
applyTheme();
const app = new Console();
app.open();
render(
  <ConsoleProvider value={app}>
    <Page />
  </ConsoleProvider>,
  root,
);
