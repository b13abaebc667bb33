import { parentPort } from 'node:worker_threads';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { answerReadings } from '../../audio/reading/answer-readings.ts';
import { createSoundReaders } from '../../audio/reading/sound-readers.ts';
import { readWaveFacts } from '../files/wave-facts.ts';
import { waveTypeOf } from '../files/wave-type.ts';

const readers = {
  ...createSoundReaders(),
  /** The type and the facts of a WAV; null for any other file. */
  async wave(file: ReadableBytes) {
    const mimeType = waveTypeOf(await file.read(0, 40));
    return mimeType && { mimeType, facts: await readWaveFacts(file) };
  },
};

export type OwnReaders = typeof readers;

if (!parentPort) throw new Error('The reading worker runs as a worker thread only');
answerReadings(parentPort, readers);
