import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { memoryFolder, temporaryFolderInMemory } from '../../../tools/setup/memory-folder.ts';

test.runIf(memoryFolder())('makes a folder in memory that programs of other users can pass through', () => {
  const folder = temporaryFolderInMemory() ?? '';
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(dirname(folder)).toBe(memoryFolder());
  expect(statSync(folder).mode & 0o777).toBe(0o711);
});
