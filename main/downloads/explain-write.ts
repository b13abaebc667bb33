import type { Answer } from '../../protocol/ipc/bridge.ts';
import { isDiskFull } from '../common/disk-full.ts';
import { Unavailable } from '../media/unavailable.ts';
import { stemsText } from '../text/stems.ts';

/** The reason why a file of the band could not be saved. `notWritten` says so for a folder that can't be written to. */
export function explainWrite(error: unknown, notWritten: (code: string) => string): Answer<never> {
  if (error instanceof Unavailable) return error.failure;
  if (isDiskFull(error)) return { ok: false, kind: 'no-space', message: stemsText.diskFull };
  const { code } = error as NodeJS.ErrnoException;
  const isOfDisk =
    typeof code === 'string' && /^E(?:ACCES|PERM|ROFS|IO|EXIST|NOTDIR|ISDIR|NOENT|NAMETOOLONG)$/.test(code);
  if (isOfDisk) return { ok: false, kind: 'invalid', message: notWritten(code) };
  return { ok: false, kind: 'offline', message: stemsText.cutShort };
}
