import type { Response } from 'express';
import { escapeHtml, sendPlainPage } from '../http/plain-page.ts';

export type Problem = {
  status: number;
  title: string;
  /** One sentence about the next step. */
  advice: string;
  /** The place of the page, behind `#`, to which the button leads. */
  back: string;
};

/** A page for a browser that comes back from a provider without a sign-in. */
export function sendProblemPage(response: Response, { status, title, advice, back }: Problem): void {
  if (status >= 502) response.setHeader('Retry-After', '30');
  const html = `<p>${escapeHtml(advice)}</p><a class="button" href="/#${escapeHtml(back)}">Back to BandMate</a>`;
  sendPlainPage(response, { status, title, html });
}
