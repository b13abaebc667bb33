import { escapeHtml } from '../http/plain-page.ts';
import { describedEvents } from './events.ts';
import { apiRoutes } from './routes.ts';

function table(caption: string, head: string[], rows: string[][]): string {
  const cells = (tag: string, texts: string[]) =>
    texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${cells('th', head)}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

/** A page without script and style: links to the two documents, and tables of what is in them. */
export function overviewPage(): string {
  const routes = Object.entries(apiRoutes).map(([caption, rows]) =>
    table(
      caption,
      ['Route', 'For', 'What it does'],
      rows.map(({ method, path, who, summary }) => [`${method.toUpperCase()} ${path}`, who, summary]),
    ),
  );
  const events = Object.entries(describedEvents).map(([name, { channel, summary }]) => [
    name,
    channel,
    summary,
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>BandMate: the API of this server</title>
</head>
<body>
<main>
<h1>The API of this server</h1>
<ul>
<li><a href="/api/docs/openapi.json">openapi.json</a>: HTTP, as OpenAPI 3.1</li>
<li><a href="/api/docs/asyncapi.json">asyncapi.json</a>: events, as AsyncAPI 3</li>
</ul>
<h2>HTTP</h2>
${routes.join('\n')}
<h2>Events</h2>
${table('Sent over Socket.IO', ['Event', 'To', 'Meaning'], events)}
</main>
</body>
</html>
`;
}
