import type { Response } from 'express';

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export type Problem = {
  status: number;
  title: string;
  /** One sentence about the next step. */
  advice: string;
  /** The place of the page, behind `#`, to which the button leads. */
  back: string;
};

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** A page for a browser that comes back from a provider without a sign-in. It needs neither script nor the app's build. */
export function sendProblemPage(response: Response, { status, title, advice, back }: Problem): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy);
  if (status >= 502) response.setHeader('Retry-After', '30');
  response
    .status(status)
    .type('html')
    .send(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escapeHtml(title)} · BandMate</title>
    <link rel="stylesheet" href="/share/page/colours.css" />
    <link rel="stylesheet" href="/share/page/page.css" />
  </head>
  <body>
    <main>
      <header>
        <p class="brand"><span class="logo" aria-hidden="true"></span>BandMate</p>
        <div class="problem">
          <h1>${escapeHtml(title)}</h1>
          <p>${escapeHtml(advice)}</p>
        </div>
        <a class="button" href="/#${escapeHtml(back)}">Back to BandMate</a>
      </header>
    </main>
  </body>
</html>
`);
}
