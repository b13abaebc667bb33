import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listShippedModules } from '../../../../tools/packages/app/shipped-modules.ts';
import { temporaryFolder } from '../../../helpers/disposal.ts';

it('ships what the main process imports and what that needs, each from where Node finds it', async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'out/main/chunks'), { recursive: true });
  await writeFile(
    join(root, 'out/main/index.js'),
    'import { join } from "node:path";\nimport zod from "zod";\nimport { app } from "electron";\nimport "./chunks/a.js";\n',
  );
  await writeFile(join(root, 'out/main/chunks/a.js'), 'const it = await import("@scope/part/simd");\n');
  const packages = {
    '': {},
    'node_modules/zod': {},
    'node_modules/electron': {},
    'node_modules/unused': {},
    'node_modules/@scope/part': {
      dependencies: { deep: '1' },
      optionalDependencies: { flat: '1', gone: '1' },
    },
    'node_modules/@scope/part/node_modules/deep': { dependencies: { flat: '1' } },
    'node_modules/deep': {},
    'node_modules/flat': {},
  };
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  expect(listShippedModules(root)).toEqual([
    'node_modules/@scope/part',
    'node_modules/@scope/part/node_modules/deep',
    'node_modules/flat',
    'node_modules/zod',
  ]);
});
