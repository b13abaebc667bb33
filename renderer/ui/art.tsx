import { memo } from 'react';
import { hashOf, hueOf } from '../../common/hue.ts';
import { pictureAddress } from '../../protocol/ipc/media-addresses.ts';
import { type Dice, motifs } from './art-motifs.tsx';
import { classNames } from './class-names.ts';

const sizes = { 24: 'size-6', 32: 'size-8', 48: 'size-12', 56: 'size-14', 96: 'size-24' };

/**
 * The picture of a song or project: the one that somebody has chosen, else one drawn from its name in three tones of its hue. The name is shown beside it, so it is
 * hidden from screen readers.
 */
export const Art = memo(function Art({
  name,
  picture = null,
  size = 48,
  className,
}: {
  name: string;
  /** A path on the server. */
  picture?: string | null | undefined;
  size?: keyof typeof sizes;
  className?: string;
}) {
  return (
    <span
      aria-hidden
      className={classNames('relative block shrink-0 overflow-hidden rounded-md', sizes[size], className)}
    >
      <Drawn name={name} />
      {picture !== null && (
        <img
          // Until it is there, the drawing is.
          src={pictureAddress(picture)}
          alt=""
          draggable={false}
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
  );
});

function Drawn({ name }: { name: string }) {
  const dice = throwDice(name);
  const motif = motifs[dice(motifs.length)];
  return (
    <svg aria-hidden viewBox="0 0 48 48" data-hue={hueOf(name)} className="size-full">
      <rect width={48} height={48} fill="var(--art-deep)" />
      {motif?.(dice)}
    </svg>
  );
}

/** Each throw is a text's hash, so the same name always draws the same picture. */
function throwDice(name: string): Dice {
  let throws = 0;
  return (below) => {
    throws += 1;
    return hashOf(`${throws} ${name}`) % below;
  };
}
