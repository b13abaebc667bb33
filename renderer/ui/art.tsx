import { memo } from 'react';
import { hashOf, hueOf } from '../../common/hue.ts';
import { type Dice, motifs } from './art-motifs.tsx';
import { classNames } from './class-names.ts';

const sizes = { 24: 'size-6', 32: 'size-8', 48: 'size-12', 56: 'size-14', 96: 'size-24' };

/**
 * The picture of a song or project, drawn from its name in three tones of its hue. The name is shown beside it, so it is
 * hidden from screen readers.
 */
export const Art = memo(function Art({
  name,
  size = 48,
  className,
}: {
  name: string;
  size?: keyof typeof sizes;
  className?: string;
}) {
  const dice = throwDice(name);
  const motif = motifs[dice(motifs.length)];
  return (
    <svg
      aria-hidden
      viewBox="0 0 48 48"
      data-hue={hueOf(name)}
      className={classNames('shrink-0 rounded-md', sizes[size], className)}
    >
      <rect width={48} height={48} fill="var(--art-deep)" />
      {motif?.(dice)}
    </svg>
  );
});

/** Each throw is a text's hash, so the same name always draws the same picture. */
function throwDice(name: string): Dice {
  let throws = 0;
  return (below) => {
    throws += 1;
    return hashOf(`${throws} ${name}`) % below;
  };
}
