import { newId } from '../../common/new-id.ts';
import { cutNameOf, uploadNameOf } from './song-name.ts';
import type { UploadRow } from './upload-row.ts';

/**
 * A row for a file just seen, by its name on the person's machine. Its cut is named after the file, also where the band
 * has renamed it since.
 */
export function newUpload(
  fileName: string,
  details: Pick<UploadRow, 'bindingId' | 'projectId' | 'path' | 'size' | 'onlyIfNew' | 'target' | 'cutId'>,
): UploadRow {
  return {
    ...details,
    id: newId(),
    name: uploadNameOf(fileName),
    cutName: cutNameOf(fileName),
    uploadKey: newId(),
    uploadId: null,
    sha256: null,
    sent: 0,
    startedOver: 0,
    committing: false,
    seenAt: Date.now(),
    state: { kind: 'seen' },
  };
}
