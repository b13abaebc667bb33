import { strToU8, zipSync } from 'fflate';
import { type Marker, nameWithEnd } from './marker.ts';

/** The earliest date that a ZIP can state: the same markers make the same file. */
const noDate = new Date(1980, 0, 1);

/**
 * A DAWproject file (version 1.0 of the format) with nothing but markers and the tempo, in beats per minute. It is opened as a
 * project. Uncompressed, with sizes and check sums before each file's bytes, because Cubase reads no other.
 */
export function markersAsDawProject(
  markers: readonly Marker[],
  { title, tempo }: { title: string; tempo: number },
): Uint8Array<ArrayBuffer> {
  const project = `${declaration}<Project version="1.0">
  <Application name="BandMate" version="1.0"/>
  <Transport>
    <Tempo id="tempo" name="Tempo" unit="bpm" value="${tempo.toFixed(6)}"/>
    <TimeSignature id="time-signature" numerator="4" denominator="4"/>
  </Transport>
  <Structure/>
  <Arrangement id="arrangement">
    <Lanes id="lanes" timeUnit="beats"/>
${markersElement(markers)}  </Arrangement>
</Project>
`;
  const metadata = `${declaration}<MetaData>
  <Title>${escapeXml(title)}</Title>
</MetaData>
`;
  const files = { 'project.xml': strToU8(project), 'metadata.xml': strToU8(metadata) };
  return zipSync(files, { level: 0, mtime: noDate });
}

/** The format knows no empty list of markers. */
function markersElement(markers: readonly Marker[]): string {
  if (markers.length === 0) return '';
  const elements = markers.map(
    (marker) =>
      `      <Marker time="${marker.start.toFixed(6)}" name="${escapeXml(nameWithEnd(marker))}"/>\n`,
  );
  return `    <Markers id="markers" timeUnit="seconds">\n${elements.join('')}    </Markers>\n`;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeXml = (text: string) => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
