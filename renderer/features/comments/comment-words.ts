import type { Comment } from '../../../protocol/wire/comment.ts';
import { plural } from '../../text/format.ts';
import { formatMoment } from './moment.ts';

/** The beginning of a text on one line, cut between words where there are any; whole characters in any script. */
export function firstWords(text: string, most = 60): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= most) return line;
  const cut = characters.slice(0, most).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** What a mark on the waveform says when it is pointed at or read out. */
export function markerSentence(comments: readonly Comment[]): string {
  const shown = comments
    .slice(0, 3)
    .map(({ user, timestamp, text }) => `${user.name} ${formatMoment(timestamp)}: ${firstWords(text)}`);
  if (comments.length > shown.length)
    shown.push(`and ${plural(comments.length - shown.length, 'more', 'more')}`);
  return shown.join('\n');
}
