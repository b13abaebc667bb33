import type { Logger } from 'pino';
import { createPlayableSounds, type FindPlayable } from '../../audio/reading/playable-sounds.ts';
import type { ServerConfig } from '../config.ts';
import { createInspector, type Inspector } from '../files/inspector.ts';
import { createFileReaders, type FileReaders } from './file-readers.ts';

/** Everything that reads what users' files say, each part in threads. */
export type Reading = {
  readers: FileReaders;
  inspector: Inspector;
  findPlayable: FindPlayable;
  close(): Promise<void>;
};

export function openReading({ inspectionMilliseconds }: ServerConfig, log: Logger): Reading {
  const readers = createFileReaders(inspectionMilliseconds);
  const inspector = createInspector({ readers, deadlineMilliseconds: inspectionMilliseconds, log });
  return {
    ...{ readers, inspector },
    findPlayable: createPlayableSounds(readers.own),
    async close() {
      await inspector.close();
      await readers.stop();
    },
  };
}
