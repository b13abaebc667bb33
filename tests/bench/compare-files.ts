import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { compareSounds, type OpenSound } from '../../audio/difference/compare-sounds.ts';
import { openLocalFile } from '../../server/storage/local-file.ts';
import { peakResidentBytes, residentBytes } from './meter.ts';

/** Compares two WAV files and prints by how much the memory of this process grew, in bytes. */
const opened = (path: string): OpenSound =>
  async function* () {
    await using file = await openLocalFile(path);
    yield* decodeSound(file, 'audio/wav', loadFfmpegPackage);
  };

const [newer = '', older = ''] = process.argv.slice(2);
const before = residentBytes(process.pid);
const comparison = await compareSounds(opened(newer), opened(older));
if (comparison.kind !== 'compared') throw new Error(comparison.reason);
console.log(peakResidentBytes(process.pid) - before);
