import { dropText } from '../../text/drop.ts';

/** The most skipped files that are listed by name. */
const mostListed = 8;

/** The message about dropped files that were skipped, with a reason a line; null when all were added. */
export function dropResult(
  added: number,
  skipped: { name: string; message: string }[],
): { title: string; description: string } | null {
  if (skipped.length === 0) return null;
  const lines = skipped.slice(0, mostListed).map(({ name, message }) => dropText.reason(name, message));
  if (skipped.length > lines.length) lines.push(dropText.more(skipped.length - lines.length));
  return { title: dropTitle(added, skipped.length), description: lines.join('\n') };
}

function dropTitle(added: number, skipped: number): string {
  if (added > 0) return dropText.someSkipped(added, skipped);
  return skipped === 1 ? dropText.oneSkipped : dropText.allSkipped;
}
