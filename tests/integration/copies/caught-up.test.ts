import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { expect, it } from 'vitest';
import { createCopies } from '../../../server/copies/copies.ts';
import { memoryBytes } from '../../contract/storage/memory-bytes.ts';
import { hashOf, openBlobWorld } from '../../helpers/blob-world.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { until } from '../../helpers/until.ts';

it('a copy that is being made while missing ones are looked for becomes ready', async () => {
  const { db, blobs } = await openBlobWorld(':memory:');
  const bytes = musicFile();
  const sound = {
    sha256: hashOf('music'),
    mimeType: 'audio/wav',
    size: bytes.length,
    audio: '{"durationSeconds":10}',
  };
  await blobs.put(memoryBytes(bytes), sound.sha256);
  const dataDirectory = await temporaryFolder();
  const failures: string[] = [];
  const copies = createCopies({
    ...{ db, blobs, dataDirectory, measurements: { idle: async () => {} } },
    dispatcher: { record: async () => [], onCommitted: () => () => {} },
    nodes: { once: (_name, work) => work() },
    log: pino({ level: 'warn' }, { write: (line) => void failures.push(line) }),
  });
  disposeLater(copies.close);
  expect(await copies.open(sound)).toEqual({ kind: 'pending' });
  await until(() => existsSync(join(dataDirectory, 'copying', 'opus')));
  copies.catchUp();
  const ready = await until(async () => {
    const state = await copies.open(sound);
    return (state.kind !== 'pending' || failures.length > 0) && state;
  });
  expect([ready.kind, failures]).toEqual(['ready', []]);
});
