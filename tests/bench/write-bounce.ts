import { randomFillSync } from 'node:crypto';
import { open } from 'node:fs/promises';

const headerBytes = 44;

/** A 44-byte RIFF/WAVE header for 24-bit stereo at 48 kHz, `dataBytes` long (Multimedia Programming Interface 1.0). */
function waveHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(dataBytes + headerBytes - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(48_000 * 6, 28);
  header.writeUInt16LE(6, 32);
  header.writeUInt16LE(24, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Writes noise of `size` bytes as a DAW does: the true header last, then close. `seed` makes files differ. */
export async function writeBounce(path: string, size: number, seed: number): Promise<void> {
  const dataBytes = size - headerBytes - (size % 2);
  const noise = randomFillSync(Buffer.alloc(4 * 1024 ** 2));
  noise.writeUInt32LE(seed, 0);
  const file = await open(path, 'w');
  try {
    await file.write(waveHeader(0));
    for (let written = 0; written < dataBytes; ) {
      const { bytesWritten } = await file.write(noise, 0, Math.min(noise.length, dataBytes - written));
      written += bytesWritten;
    }
    await file.write(waveHeader(dataBytes), 0, headerBytes, 0);
  } finally {
    await file.close();
  }
}
