import { longestFact } from './read-facts.ts';
import {
  isCountable,
  isExplicitVersion,
  isInstrument,
  isStemAnchor,
  longestTagOf,
  readTag,
  type Tag,
} from './read-tag.ts';
import type { Word } from './split-words.ts';

/** Everything after the title. `titleEnd` is the index after the title's last word. */
export type Tail = { titleEnd: number; tags: Tag[]; runs: Run[] };

/** Words that are no tags, up to the index `end`: a note, the part of a stem, or more of the title. */
export type Run = { kind: Zone; start: number; end: number };

/** The meaning of a word that is no tag: after an explicit version a note, after `stem` a part. */
type Zone = 'title' | 'note' | 'part';

/** Reads from the right, the longest tag first. The leftmost tag is left to the title if there is no other word. */
export function readTail(words: readonly Word[], titleWords: ReadonlySet<number>): Tail {
  const zones = zonesOf(words, titleWords);
  const longest = longestTagOf(words);
  const tags: Tag[] = [];
  const runs: Run[] = [];
  let end = words.length;
  while (end > 0) {
    const zone = zones[end - 1] ?? 'title';
    const run = runs.at(-1);
    const isInRun = run?.start === end && words[end]?.isJoined === true;
    const begins = zone !== zones[end];
    const found =
      findTag(words, { end, longest, titleWords }, (tag, first) => {
        if (tag.kind === 'label' || tag.kind === 'fact') return !isInRun || begins;
        // After a version, `vox up 1dB` leaves the amount to the note.
        if (tag.kind === 'alternate' && tag.hasAmount && zone === 'note') return false;
        return tag.kind !== 'alternate' || tag.isStrong || !(isInRun || (zone === 'part' && first.isJoined));
      }) ?? (zone === 'title' ? findCount(words, { end, longest, titleWords }) : null);
    if (found ? found.length === end : zone === 'title') break;
    end -= found?.length ?? 1;
    if (found) {
      tags.push(found.tag);
      continue;
    }
    const kind = titleWords.has(end) ? 'title' : zone;
    if (run && isInRun && run.kind === kind) run.start = end;
    else runs.push({ kind, start: end, end: end + 1 });
  }
  return { titleEnd: end, tags: tags.reverse(), runs: runs.reverse() };
}

function zonesOf(words: readonly Word[], titleWords: ReadonlySet<number>): Zone[] {
  let next: Zone = 'title';
  return words.map((word, at) => {
    const zone = next;
    if (at === 0 || titleWords.has(at)) return zone;
    if (isStemAnchor(word, words[at + 1]) && !isAfterInstruments(words, at)) next = 'part';
    else if (isExplicitVersion(word)) next = 'note';
    return zone;
  });
}

/** `Drums stems` is a title: there is no other word before it. */
function isAfterInstruments(words: readonly Word[], at: number): boolean {
  return at < longestFact && words.slice(0, at).every(({ folded }) => isInstrument(folded));
}

/** The number behind an alternate that isn't all of the name: `Dune Instrumental 2`. */
function findCount(words: readonly Word[], place: Place): Found | null {
  const word = words[place.end - 1];
  if (!word || !/^[1-9]\d?$/.test(word.text) || place.titleWords.has(place.end - 1)) return null;
  const counted = findTag(words, { ...place, end: place.end - 1 }, () => true);
  if (!counted || counted.length === place.end - 1 || !isCountable(counted.tag, word.before)) return null;
  return { tag: { kind: 'label', text: word.text, isVague: false }, length: 1 };
}

type Found = { tag: Tag; length: number };
type Place = { end: number; longest: number; titleWords: ReadonlySet<number> };

function findTag(
  words: readonly Word[],
  { end, longest, titleWords }: Place,
  accepts: (tag: Tag, first: Word) => boolean,
): Found | null {
  let most = 0;
  while (most < Math.min(longest, end) && !titleWords.has(end - most - 1)) most++;
  for (let length = most; length > 0; length--) {
    const [first, ...others] = words.slice(end - length, end);
    const tag = first && readTag([first, ...others]);
    if (tag && accepts(tag, first)) return { tag, length };
  }
  return null;
}
