import type { Environment } from '../../common/environment.ts';
import { expectedCutName } from './song-target.ts';
import { uploadNameOf } from './upload-names.ts';
import type { UploadRow } from './upload-row.ts';

/**
 * A row for a new file. The names come from the file's name on this computer, even if the band has renamed the cut since.
 */
export function newUpload(
  fileName: string,
  details: Pick<
    UploadRow,
    'bindingId' | 'projectId' | 'path' | 'size' | 'onlyIfNew' | 'target' | 'song' | 'cutId'
  >,
  { clock, newId }: Pick<Environment, 'clock' | 'newId'>,
): UploadRow {
  return {
    ...details,
    id: newId(),
    name: uploadNameOf(fileName),
    cutName: expectedCutName(fileName, details),
    uploadKey: newId(),
    uploadId: null,
    sha256: null,
    sent: 0,
    startedOver: 0,
    committing: false,
    seenAt: clock.now(),
    state: { kind: 'seen' },
  };
}
