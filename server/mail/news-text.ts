import type { Link } from '../../protocol/wire/activity.ts';
import { escapeHtml } from '../http/plain-page.ts';
import type { WaitingNews } from './waiting-news.ts';

const longestTitle = 200;
const longestMessage = 500;

/** A mail about news as text and as HTML. Names and messages are other people's words: they get into neither as markup. */
export function newsMail(
  news: readonly WaitingNews[],
  { publicUrl, unsubscribeUrl, more }: { publicUrl: string; unsubscribeUrl: string; more: number },
): { subject: string; text: string; html: string } {
  const { host } = new URL(publicUrl);
  const items = news.map(({ notification: { title, message, link } }) => ({
    title: oneLine(title, longestTitle),
    message: oneLine(message, longestMessage),
    url: publicUrl + placeOf(link),
  }));
  const projects = [...new Set(news.map(({ projectName }) => oneLine(projectName, longestTitle)))];
  const [first] = items;
  const where = projects.length === 1 ? `in “${projects[0]}”` : `on ${host}`;
  const subject = items.length === 1 && first ? first.title : `${items.length + more} news ${where}`;
  const why = `You get this mail because you chose it for ${projects.map((name) => `“${name}”`).join(', ')} on ${host}.`;
  const rest = more > 0 ? [`And ${more} more: ${publicUrl}`] : [];
  const settingsUrl = `${publicUrl}/settings`;
  const text = [
    ...items.map(({ title, message, url }) => [title, message, url].filter(Boolean).join('\n')),
    ...rest,
    why,
    `Choose what you get: ${settingsUrl}\nStop these mails: ${unsubscribeUrl}`,
  ].join('\n\n');
  const html = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><body>',
    ...items.map(
      ({ title, message, url }) =>
        `<p><a href="${escapeHtml(url)}"><strong>${escapeHtml(title)}</strong></a>${message && `<br>${escapeHtml(message)}`}</p>`,
    ),
    ...rest.map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p><small>${escapeHtml(why)}<br><a href="${escapeHtml(settingsUrl)}">Choose what you get</a> · `,
    `<a href="${escapeHtml(unsubscribeUrl)}">Stop these mails</a></small></p></body></html>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}

/** The place of a notification in a browser. The server's page and the app know it by the same path. */
export function placeOf({ projectId, vibeId, cutId, fileId, commentId, messageId }: Link): string {
  const within = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;
  const project = within('/projects', projectId);
  if (messageId) return within(`${project}/room`, messageId);
  if (!cutId) return vibeId ? within(`${project}/vibes`, vibeId) : project;
  const cut = within(`${project}/cuts`, cutId);
  if (commentId) return within(`${cut}/comments`, commentId);
  return fileId ? within(`${cut}/files`, fileId) : cut;
}

/** Without line breaks, control characters and marks that change the direction of what follows. */
function oneLine(text: string, longest: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
