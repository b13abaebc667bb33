import { atItsPlace } from '../../../audio/difference/place-comment.ts';
import { type Marker, markersOf } from '../../../common/markers/marker.ts';
import { dawStartSchema, musicSchema } from '../../../protocol/wire/music.ts';
import { parseMoment } from '../../text/moment.ts';
import { isOpen, type PlacedComment } from '../comments/port.tsx';

/** The markers of a song's comments on a version, and how many of them are at their own time instead of at their place. */
export type MarkerExport = { markers: Marker[]; gone: number; unknown: number };

export function exportOf(
  placed: readonly PlacedComment[],
  { onlyOpen, start }: { onlyOpen: boolean; start: number },
): MarkerExport {
  const wanted = placed.filter(({ comment }) => !onlyOpen || isOpen(comment));
  const count = (kind: PlacedComment['kind']) => wanted.filter((one) => one.kind === kind).length;
  return {
    markers: markersOf(wanted.map(atItsPlace), start),
    gone: count('gone'),
    unknown: count('unknown'),
  };
}

/** `0:08.250`, with every thousandth. */
export function formatStart(seconds: number): string {
  const thousandths = Math.round(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(thousandths / 3_600_000);
  const minutes = Math.floor(thousandths / 60_000) % 60;
  const rest = `${two(Math.floor(thousandths / 1000) % 60)}.${String(thousandths % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds; null for what is no time. Nothing is the start of the project. */
export function parseStart(text: string): number | null {
  const seconds = text.trim() === '' ? 0 : parseMoment(text);
  return seconds !== null && dawStartSchema.safeParse(seconds).success ? seconds : null;
}

/** Beats per minute; null for what is no tempo of a song. */
export function parseTempo(text: string): number | null {
  const tempo = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
  return musicSchema.shape.tempo.safeParse(tempo).success ? tempo : null;
}
