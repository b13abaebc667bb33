import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createInspector } from '../../../server/files/inspector.ts';
import { createFileReaders, type FileReaders } from '../../../server/reading/file-readers.ts';
import { openLocalFile } from '../../../server/storage/local-file.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { stubbornReaders, turnsDuring } from '../../helpers/stubborn-readers.ts';
import { makeWave } from '../../helpers/uploads.ts';

async function wave() {
  const path = join(await temporaryFolder(), 'upload');
  await writeFile(path, makeWave());
  const bytes = await openLocalFile(path);
  disposeLater(() => bytes[Symbol.asyncDispose]());
  return bytes;
}

function inspectorWith(readers: FileReaders) {
  const inspector = createInspector({
    ...{ readers, deadlineMilliseconds: 5_000 },
    log: pino({ level: 'silent' }),
  });
  disposeLater(inspector.close);
  return inspector;
}

const stop = async () => {};

it('keeps the type and the facts of a WAV whose chunks can’t be read in time', async () => {
  const real = createFileReaders(30_000);
  disposeLater(real.stop);
  const own = stubbornReaders() as unknown as FileReaders['own'];
  const inspecting = inspectorWith({ own, libraries: real.libraries, stop }).inspect(await wave());
  expect(await turnsDuring(inspecting)).toBeGreaterThan(10);
  expect(await inspecting).toMatchObject({
    ok: true,
    data: { type: 'CUT', mimeType: 'audio/wav', audio: { sampleRate: expect.any(Number) } },
  });
});

it('refuses with a reason what can’t be read at all', async () => {
  const threads = stubbornReaders() as unknown;
  const readers = { own: threads, libraries: threads, stop } as FileReaders;
  const inspecting = inspectorWith(readers).inspect(await wave());
  expect(await turnsDuring(inspecting)).toBeGreaterThan(10);
  expect(await inspecting).toMatchObject({
    ok: false,
    kind: 'unsupported-type',
    message: 'This file takes too long to read, or is damaged. Export it again and send that.',
  });
});
