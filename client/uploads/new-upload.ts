import { type Environment, systemEnvironment } from '../../common/environment.ts';
import { cutNameOf, uploadNameOf } from './song-name.ts';
import type { UploadRow } from './upload-row.ts';

/**
 * A row for a file that was just seen. `fileName` is its name on the person's machine; its cut is named after the file,
 * even if the band renamed that cut since.
 */
export function newUpload(
  fileName: string,
  details: Pick<UploadRow, 'bindingId' | 'projectId' | 'path' | 'size' | 'onlyIfNew' | 'target' | 'cutId'>,
  { clock, newId }: Pick<Environment, 'clock' | 'newId'> = systemEnvironment,
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
    seenAt: clock.now(),
    state: { kind: 'seen' },
  };
}
