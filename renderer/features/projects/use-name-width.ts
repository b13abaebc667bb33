import { type CSSProperties, useMemo } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Arriving } from '../transfers/port.tsx';

/** The art and buttons beside a song's name in its column, and the average width of a character. */
const rem = { around: 6.5, character: 0.6 } as const;

/** The width that the longest name of a list of songs needs, for `nameColumn`. */
export function useNameWidth(project: ProjectSnapshot, { newSongs }: Arriving): CSSProperties {
  return useMemo(() => {
    let longest = 0;
    for (const { name, cuts } of project.vibes)
      for (const one of [name, ...cuts.map((cut) => cut.name)]) longest = Math.max(longest, one.length);
    for (const { cutName } of newSongs) longest = Math.max(longest, cutName.length);
    return { '--song-names': `${rem.around + rem.character * longest}rem` } as CSSProperties;
  }, [project, newSongs]);
}
