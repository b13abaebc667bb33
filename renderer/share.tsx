import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createSharedLink } from './features/shared-page/shared-link.ts';
import { SharedPage } from './features/shared-page/shared-page.tsx';
import { startTheme } from './ui/theme.ts';
import './ui/tokens.css';

startTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
const token = location.pathname.split('/').at(-1) ?? '';
createRoot(root).render(
  <StrictMode>
    <SharedPage link={createSharedLink(token, (address, init) => fetch(address, init))} />
  </StrictMode>,
);
