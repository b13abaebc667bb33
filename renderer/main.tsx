import './configure-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { desktopBridge } from './bridge/desktop.ts';
import { startTheme } from './ui/theme.ts';
import './ui/tokens.css';

// A drop outside all targets would make the window navigate to the file.
for (const name of ['dragover', 'drop'] as const) {
  window.addEventListener(name, (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  });
}

startTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
// Only a page outside the app loads the browser's client.
const bridge =
  desktopBridge() ?? (await import('./bridge/browser/open-browser-bridge.ts')).openBrowserBridge();
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} />
  </StrictMode>,
);
