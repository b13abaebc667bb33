import type { NoCues } from '../../audio/wave-cues.ts';

const noCues: Record<NoCues | 'costly', string> = {
  'not-a-wave': 'Only a WAV file can hold markers.',
  damaged: 'This WAV file is damaged, so no markers were added.',
  'too-large': 'This WAV file has no room for markers.',
  costly: 'This file takes too long to read, so no markers were added.',
};

/** Strings about files for the DAW. */
export const toDawText = {
  stems: (version: string) => `${version} stems`,
  noCues,
  notWritten: (code: string) => `This folder can’t be written to (${code}). Choose another one.`,
  copiesNotWritten: (code: string) => `The copy couldn’t be made (${code}).`,
  notPrepared: 'It isn’t ready to be dragged yet.',
  noStems: 'This version has no stems that can be dragged.',
  nothingSaved: 'Nothing was saved yet.',
};
