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

/** A folder of this test's own, removed when the test ends. */
export async function temporaryFolder(name = 'bandmate'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  disposeLater(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
