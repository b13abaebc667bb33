/** Tempo in beats per minute, and key as `A minor`; each absent if the text doesn't state it. */
export type MusicInText = { tempo?: number; key?: string };

const tempoPattern = /(?:^|[^\d.])(\d{2,3}(?:[.,]\d{1,2})?)\s?bpm(?![a-z])/i;
const keyPattern = /(?:^|[\s_\-([,])([A-G])([#♯b♭]?)\s?(maj(?:or)?|min(?:or)?|m)(?=$|[\s_\-.)\],])/;

/**
 * Reads `Song 120bpm Am.wav`. Many words look like a key (`Am I`, `A Major Problem`), so one counts only beside a tempo.
 */
export function readMusicInText(text: string): MusicInText {
  const tempo = Number(tempoPattern.exec(text)?.[1]?.replace(',', '.'));
  if (!(tempo >= 20 && tempo <= 400)) return {};
  const [, note, sign = '', mode = ''] = keyPattern.exec(text) ?? [];
  if (note === undefined) return { tempo };
  const accidental = sign === '♯' ? '#' : sign === '♭' ? 'b' : sign;
  return { tempo, key: `${note}${accidental} ${mode.startsWith('maj') ? 'major' : 'minor'}` };
}
