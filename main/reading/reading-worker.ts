import { parentPort } from 'node:worker_threads';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { answerReadings } from '../../audio/reading/answer-readings.ts';
import { createSoundReaders } from '../../audio/reading/sound-readers.ts';
import { judgeContainer } from '../bounces/settling/containers/judge-container.ts';

const readers = {
  ...createSoundReaders(),
  container: ({ size, read }: ReadableBytes) =>
    judgeContainer({
      size,
      async read(position, length) {
        const bytes = await read(position, length);
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      },
    }),
};

export type AppReaders = typeof readers;

if (!parentPort) throw new Error('The reading worker runs as a worker thread only');
answerReadings(parentPort, readers);
