import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { stackKey } from '../../../common/song-names/stack-key.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

export type RankedCut = { cut: Cut; vibeName: string; isLikely: boolean };

/**
 * The cuts that a file or cut of this name could belong to, the likeliest first: the same song, then names that share
 * words, then the newest. `query`: only cuts with words that begin like all of its words.
 */
export function rankCuts(
  project: ProjectSnapshot,
  name: string,
  { query = '', except }: { query?: string; except?: string },
): RankedCut[] {
  const song = readSongName(name);
  const title = stackKey({ title: song.title, alternate: null });
  const key = stackKey(song);
  const words = wordsOf(song.title);
  const wanted = wordsOf(query);
  const ranked = project.vibes.flatMap((vibe) =>
    vibe.cuts
      .filter((cut) => cut.id !== except && matches(wanted, wordsOf(`${cut.name} ${vibe.name}`)))
      .map((cut) => {
        const songOfCut = songOf(cut);
        const score =
          stackKey(songOfCut) === key
            ? 3
            : stackKey({ title: songOfCut.title, alternate: null }) === title
              ? 2
              : shared(words, wordsOf(cut.name));
        return { cut, vibeName: vibe.name, score, at: newestOf(cut) };
      }),
  );
  return ranked
    .sort((a, b) => b.score - a.score || (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ cut, vibeName, score }) => ({ cut, vibeName, isLikely: score > 0 }));
}

/** The song whose bounces the cut receives: as stored, or as its name reads. */
function songOf(cut: Cut): { title: string; alternate: string | null } {
  if (cut.title !== undefined) return { title: cut.title, alternate: cut.alternate ?? null };
  return readSongName(cut.name);
}

function matches(wanted: readonly string[], words: readonly string[]): boolean {
  return wanted.every((start) => words.some((word) => word.startsWith(start)));
}

/** The share of words in common, below 1: never more than the same song. */
function shared(words: readonly string[], others: readonly string[]): number {
  const common = words.filter((word) => others.includes(word)).length;
  return common / (Math.max(words.length, others.length) + 1);
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function newestOf(cut: Cut): string {
  return cut.files.at(-1)?.createdAt ?? cut.createdAt;
}
