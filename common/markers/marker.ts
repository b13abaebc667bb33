/** A point of the band in the timeline of a DAW: seconds from its start. `end` is null for a moment. */
export type Marker = { name: string; start: number; end: number | null };

/** A comment at its place on the exported version, in seconds. */
export type MarkedComment = {
  user: { name: string };
  text: string;
  timestamp: number;
  endTimestamp?: number | undefined;
};

/** DAWs show markers on one line. */
const longestName = 200;

/** Markers in the order of their time. `start` is where the song begins in the timeline, in seconds. */
export function markersOf(comments: readonly MarkedComment[], start: number): Marker[] {
  return comments
    .map(({ user, text, timestamp, endTimestamp }) => ({
      name: shorten(`${oneLine(user.name)}: ${oneLine(text)}`),
      start: start + timestamp,
      end: endTimestamp === undefined ? null : start + endTimestamp,
    }))
    .sort((one, other) => one.start - other.start);
}

/** Markers in samples, as a WAV holds them. A file knows nothing of the DAW, so its markers count from the song's start. */
export function cuesOf(
  markers: readonly Marker[],
  sampleRate: number,
): { name: string; frame: number; frames: number | null }[] {
  return markers.map(({ name, start, end }) => ({
    name,
    frame: start * sampleRate,
    frames: end === null ? null : (end - start) * sampleRate,
  }));
}

/** For formats that have moments only: the name tells where a stretch ends. */
export function nameWithEnd({ name, end }: Marker): string {
  return end === null ? name : `${name} (to ${formatTime(end)})`;
}

/** `1:04:02.500`, as programs write and read times; hours are always there, so that minutes can't be taken for them. */
export function formatTime(seconds: number): string {
  const thousandths = Math.round(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(thousandths / 60_000);
  const rest = String(thousandths % 60_000).padStart(5, '0');
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest.slice(0, 2)}.${rest.slice(2)}`;
}

/** Control characters have no place in XML, nor in a name. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}\p{Cn}]+/gu, ' ')
    .trim()
    .toWellFormed();
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : name;
}
