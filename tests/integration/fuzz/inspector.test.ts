import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createInspector } from '../../../server/files/inspector.ts';
import { createFileReaders } from '../../../server/reading/file-readers.ts';
import { openLocalFile } from '../../../server/storage/local-file.ts';
import { hostileFile } from '../../fuzz/files.ts';
import { fuzz, fuzzCases } from '../../fuzz/fuzz.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

test('looking into any upload ends, and keeps no other request waiting', async () => {
  const readers = createFileReaders(5_000);
  disposeLater(readers.stop);
  const log = pino({ level: 'silent' });
  const inspector = createInspector({ readers, deadlineMilliseconds: 5_000, log });
  disposeLater(inspector.close);
  const path = join(await temporaryFolder(), 'upload');
  const cases = fuzzCases(200);
  const ran = await fuzz('uploaded files', hostileFile, cases, async (file) => {
    await writeFile(path, file);
    await using bytes = await openLocalFile(path);
    await inspector.inspect(bytes);
  });
  expect(ran).toBe(cases);
});
