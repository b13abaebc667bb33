import { formatTime, type Marker } from './marker.ts';

/** One marker a line: `0:01:04.200 Ben: less snare`, or `0:01:04.200–0:01:12.000 …`. */
export function markersAsText(markers: readonly Marker[]): string {
  return markers.map((marker) => `${timesOf(marker).join('–')} ${marker.name}\n`).join('');
}

/** For a spreadsheet: times in seconds, and as a clock shows them. */
export function markersAsCsv(markers: readonly Marker[]): string {
  const rows = markers.map(({ name, start, end }) => [
    quote(asText(name)),
    start.toFixed(3),
    end === null ? '' : end.toFixed(3),
    formatTime(start),
    end === null ? '' : formatTime(end),
  ]);
  return asLines([['Name', 'Start (s)', 'End (s)', 'Start', 'End'], ...rows]);
}

/**
 * For REAPER's Region/Marker Manager: stretches are regions. It may read a time in the form of its ruler, so each is in
 * hours, minutes and seconds, which look like no other form.
 */
export function markersForReaper(markers: readonly Marker[]): string {
  let [moments, regions] = [0, 0];
  const rows = markers.map((marker) => {
    const { name, start, end } = marker;
    const [first, last = ''] = timesOf(marker);
    if (end === null) return [`M${++moments}`, quote(name), first, '', ''];
    return [`R${++regions}`, quote(name), first, last, formatTime(end - start)];
  });
  return asLines([['#', 'Name', 'Start', 'End', 'Length'], ...rows]);
}

function timesOf({ start, end }: Marker): string[] {
  return (end === null ? [start] : [start, end]).map(formatTime);
}

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A spreadsheet runs a cell that begins like a formula, and a name is anyone's. */
const asText = (text: string) => (/^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);

const asLines = (rows: readonly (readonly (string | undefined)[])[]) =>
  rows.map((row) => `${row.join(',')}\r\n`).join('');
