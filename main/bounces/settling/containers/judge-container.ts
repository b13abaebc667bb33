import { judgeAiff } from './aiff.ts';
import { judgeFlac } from './flac.ts';
import { judgeMp3 } from './mp3.ts';
import { judgeMp4 } from './mp4.ts';
import { judgeOgg } from './ogg.ts';
import type { ContainerVerdict, RandomAccess } from './random-access.ts';
import { judgeRiff } from './riff.ts';
import { isW64, judgeW64 } from './w64.ts';
import { judgeZip } from './zip.ts';

/**
 * Judges by content, never by name, whether a file's own lengths say that it is complete. Reads only the head and the
 * tail, however long the file is.
 *
 * Never `complete` for a file cut short at any byte, except that a tag or an empty atom behind the sound may be lost
 * unnoticed. Never throws because of the bytes. `complete` is necessary, not sufficient: settle.ts decides.
 */
export async function judgeContainer(file: RandomAccess): Promise<ContainerVerdict> {
  const head = await file.read(0, 16);
  // Zeros at the front: the file was preallocated, or its header is written last.
  if (head.length < 12 || head.every((byte) => byte === 0)) return 'incomplete';
  const name = head.toString('latin1', 0, 4);
  if (name === 'RIFF' || name === 'RF64' || name === 'BW64') return judgeRiff(file);
  if (isW64(head)) return judgeW64(file);
  if (name === 'FORM') return judgeAiff(file);
  if (name === 'fLaC') return judgeFlac(file);
  if (name === 'OggS') return judgeOgg(file);
  if (name === 'PK\x03\x04' || name === 'PK\x05\x06') return judgeZip(file);
  if (head.toString('latin1', 4, 8) === 'ftyp') return judgeMp4(file);
  return judgeMp3(file);
}
