import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { launchSemantics, patiently } from '../electron/launch-semantics.ts';

it('a function passed across the bridge is released when the other side no longer uses it', async () => {
  const withCollector = join(await temporaryFolder(), 'electron');
  await writeFile(withCollector, `#!/bin/sh\nexec '${standIn}' --js-flags=--expose-gc "$@"\n`, {
    mode: 0o755,
  });
  const { inPage, close } = await launchSemantics(withCollector);
  disposeLater(close);
  await inPage(`
    let given = () => 'answer';
    tools.callBack(given);
    reference = new WeakRef(given);
    given = undefined;
    let held = () => undefined;
    leave = tools.onPush(held);
    heldReference = new WeakRef(held);
    held = undefined;
  `);
  await expect.poll(() => inPage('gc(), typeof reference.deref()'), patiently).toBe('undefined');
  expect(await inPage('typeof heldReference.deref()')).toBe('function');
});
