import { cutNameOfSong } from '../../../common/song-names/stack-key.ts';
import type { NameRule, RulePreview } from '../../../protocol/ipc/binding.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';

const text = bounceFoldersText.names;

export function ruleText(rule: NameRule): string {
  return rule.kind === 'title-word' ? text.titleWord(rule.word) : text.neverStack(rule.name);
}

/** The cut that a name leads to, and its version: `Dune (Instrumental), v2`. */
export function readingText(reading: RulePreview['before']): string {
  if (reading === null) return text.ownCut;
  const cut = cutNameOfSong(reading);
  return reading.label === null ? cut : text.version(cut, reading.label);
}
