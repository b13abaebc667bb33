import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { findCutOf } from '../../client/account/cached-files.ts';
import type { Cache } from '../../client/cache/cache.ts';
import { markerFileName, markerFiles } from '../../common/markers/marker-files.ts';
import { numberedFileName, safeFileName } from '../../common/safe-file-name.ts';
import { type Dragged, type MarkerFile, writtenKey } from '../../protocol/ipc/to-daw.ts';
import { songAndVersion, stemsOf } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import { toDawText } from '../text/to-daw.ts';
import type { WantedCopy } from './daw-copies.ts';

/** Names a thing that is dragged. */
export function keyOf(dragged: Dragged): string {
  if (dragged.kind === 'version') return writtenKey(dragged.fileId, 'version');
  if (dragged.kind === 'stems') return writtenKey(dragged.versionId, 'stems');
  return createHash('sha256').update(JSON.stringify(dragged)).digest('hex');
}

/** The copies of what is dragged; empty if the project doesn't have it. */
export function wantedCopies(
  cache: Pick<Cache, 'findProjectOf' | 'readProject'>,
  dragged: Dragged,
): WantedCopy[] {
  if (dragged.kind === 'markers') {
    const { name, content } = markerContent(dragged);
    return [{ name, place: 'Markers', content }];
  }
  const id = dragged.kind === 'version' ? dragged.fileId : dragged.versionId;
  const cut = findCutOf(cache, id);
  if (!cut) return [];
  const title = songAndVersion(cut, id);
  if (dragged.kind === 'stems') return stemCopies(cut, id, title);
  const file = cut.files.find((one) => one.id === id);
  return file ? [{ name: `${title}${extname(file.name)}`, place: shortId(id), file }] : [];
}

/** Each stem under its instrument. A ZIP is of no use to a DAW. */
function stemCopies(cut: Cut, versionId: string, title: string): WantedCopy[] {
  const place = `${shortId(versionId)}/${safeFileName(toDawText.stems(title))}`;
  const seen = new Map<string, number>();
  return stemsOf(cut, versionId)
    .filter(({ mimeType }) => mimeType !== 'application/zip')
    .map((file) => {
      const extension = extname(file.name);
      const part = file.part ?? file.name.slice(0, file.name.length - extension.length);
      const name = `${title} ${part}${extension}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: numberedFileName(name, count), place, file };
    });
}

/** Markers as a file: its name and what is in it. */
export function markerContent({ title, tempo, markers, format }: MarkerFile) {
  const { extension, write } = markerFiles[format];
  return {
    name: safeFileName(markerFileName(title, extension)),
    content: write(markers, { title, tempo }),
  };
}

/** Enough of an id for a folder's name. */
const shortId = (id: string) => id.slice(-12);
