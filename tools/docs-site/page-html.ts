import { posix } from 'node:path';
import type { Page } from './build-site.ts';

const groups: { title: string; sources: string[] }[] = [
  {
    title: 'Start',
    sources: ['README.md', 'docs/first-server.md', 'docs/daw.md', 'docs/reaper.md', 'docs/screens.md'],
  },
  {
    title: 'Run a server',
    sources: [
      'docs/operating.md',
      'docs/support.md',
      'docs/security.md',
      'docs/reliability.md',
      'docs/performance.md',
      'docs/scaling.md',
    ],
  },
  {
    title: 'Understand and change it',
    sources: [
      ...['docs/architecture.md', 'docs/glossary.md', 'docs/adding-a-command.md', 'docs/protocol.md'],
      ...['docs/local-endpoint.md', 'docs/testing.md', 'docs/decisions/README.md'],
    ],
  },
  {
    title: 'The project',
    sources: ['CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'SECURITY.md', 'docs/releasing.md', 'CHANGELOG.md'],
  },
];

/** A whole page around the HTML of a document, with the site's table of contents beside it. */
export function pageHtml(page: Page, body: string, pages: Page[]): string {
  const to = (address: string) =>
    posix.relative(posix.dirname(page.address), address) || posix.basename(address);
  const entry = (source: string) => {
    const other = pages.find((one) => one.source === source);
    if (!other) throw new Error(`The table of contents names ${source}, which is not there.`);
    const current = other === page ? ' aria-current="page"' : '';
    return `<li><a href="${to(other.address)}"${current}>${escapeHtml(other.title)}</a></li>`;
  };
  const contents = groups.map(
    ({ title, sources }) => `<h2>${title}</h2><ul>${sources.map(entry).join('')}</ul>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.title)} · BandMate</title>
<link rel="stylesheet" href="${to('site.css')}">
</head>
<body>
<nav aria-label="Pages">${contents.join('\n')}</nav>
<main>
${body}
</main>
</body>
</html>
`;
}

const escapeHtml = (text: string) =>
  text.replaceAll('`', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
