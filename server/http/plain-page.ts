import { createHash } from 'node:crypto';
import type { Response } from 'express';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand in a page, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** The colours are those of the app: renderer/ui/colours.css. */
const style = `
:root{color-scheme:light dark}
body{margin:15vh auto;max-width:34rem;padding:0 1.25rem;font:16px/1.5 system-ui,sans-serif;background:light-dark(oklch(.972 .003 80),oklch(.192 .004 70));color:light-dark(oklch(.24 .008 70),oklch(.95 .005 80))}
h1{margin:.5rem 0;font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
.brand,p{color:light-dark(oklch(.42 .01 70),oklch(.765 .008 80))}
.brand{font-weight:600}
button,.button{display:inline-flex;align-items:center;min-height:44px;margin-top:.5rem;padding:0 1.25rem;border:0;border-radius:6px;background:light-dark(oklch(.48 .15 262),oklch(.78 .1 262));color:light-dark(oklch(.99 0 0),oklch(.2 .04 262));font:inherit;font-weight:500;text-decoration:none}
:focus-visible{outline:2px solid currentColor;outline-offset:2px}
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Sends a page of a heading and some HTML, which needs neither script nor the app's build. `title` is text. */
export function sendPlainPage(
  response: Response,
  { status, title, html }: { status: number; title: string; html: string },
): void {
  response
    .setHeader('Content-Security-Policy', policy)
    .status(status)
    .type('html')
    .send(
      [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        `<title>${escapeHtml(title)} · BandMate</title><style>${style}</style></head>`,
        `<body><main><p class="brand">BandMate</p><h1>${escapeHtml(title)}</h1>${html}</main></body></html>`,
      ].join(''),
    );
}
