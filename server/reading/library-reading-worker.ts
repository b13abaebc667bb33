import { parentPort } from 'node:worker_threads';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { answerReadings } from '../../audio/reading/answer-readings.ts';
import { readBeginning } from '../files/beginning.ts';
import { readZipContents, UnreadableArchive } from '../stems/zip-contents.ts';

const readers = {
  beginning: readBeginning,
  /** The names and sizes of the files in a ZIP, null if it is unreadable. */
  async contents(file: ReadableBytes) {
    try {
      return await readZipContents(file);
    } catch (error) {
      if (error instanceof UnreadableArchive) return null;
      throw error;
    }
  },
};

export type LibraryReaders = typeof readers;

if (!parentPort) throw new Error('The reading worker runs as a worker thread only');
answerReadings(parentPort, readers);
