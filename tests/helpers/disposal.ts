import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Runs `dispose` when the current test ends, last registered first. */
export function disposeLater(dispose: () => unknown): void {
  onTestFinished(async () => {
    await dispose();
  });
}

/** Takes what is to be called at an end: of the test, as `disposeLater` does, or of all tests of a file. */
export type Later = (dispose: () => unknown) => void;

/** A folder of this test's own, removed when the test ends. */
export async function temporaryFolder(name = 'bandmate', later: Later = disposeLater): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  later(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
