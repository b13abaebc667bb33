import type { Comment } from '../../../protocol/wire/comment.ts';
import { useHue } from '../face.tsx';
import { type Band, layoutBands } from './marker-layout.ts';

/** The ranges of open comments, below the waveform so that it keeps its colour. */
export function RangeBands({
  comments,
  duration,
  view,
}: {
  comments: readonly Comment[];
  duration: number;
  view: { from: number; to: number };
}) {
  return layoutBands(comments, duration, view).map((band) => <RangeBand key={band.comment.id} band={band} />);
}

function RangeBand({ band: { comment, left, width } }: { band: Band }) {
  return (
    <span
      aria-hidden
      data-hue={useHue(comment.user.id)}
      style={{ left: `${100 * left}%`, width: `${100 * width}%` }}
      className="pointer-events-none absolute inset-y-0 border-y-2 border-rim bg-band"
    />
  );
}
