import { firstWords } from '../../../common/first-words.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { plural } from '../../text/format.ts';
import { formatMoment } from '../../text/moment.ts';

/** What a mark on the waveform says when it is pointed at or read out. */
export function markerSentence(comments: readonly Comment[]): string {
  const shown = comments
    .slice(0, 3)
    .map(({ user, timestamp, text }) => `${user.name} ${formatMoment(timestamp)}: ${firstWords(text)}`);
  if (comments.length > shown.length)
    shown.push(`and ${plural(comments.length - shown.length, 'more', 'more')}`);
  return shown.join('\n');
}
