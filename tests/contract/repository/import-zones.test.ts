import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';

const root = join(import.meta.dirname, '../../..');

/** For a file in each folder of the table in docs/architecture.md: what it may import, and what it may not. */
const zones: { file: string; allowed: string[]; forbidden: string[] }[] = [
  {
    file: 'protocol/wire/zone.ts',
    allowed: ['protocol/wire/cut.ts', 'zod'],
    forbidden: [
      'common/clock.ts',
      'audio/bytes.ts',
      'commands/descriptors.ts',
      'protocol/state/project-state.ts',
      'protocol/ipc/channels.ts',
      'main/session/session.ts',
      'preload/index.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
      'node:fs',
    ],
  },
  {
    file: 'audio/zone.ts',
    allowed: ['audio/bytes.ts'],
    forbidden: [
      'common/clock.ts',
      'commands/descriptors.ts',
      'protocol/wire/cut.ts',
      'protocol/state/project-state.ts',
      'protocol/ipc/channels.ts',
      'main/session/session.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'electron',
      'node:fs',
    ],
  },
  {
    file: 'audio/decoding/zone.ts',
    allowed: ['audio/bytes.ts', 'mpg123-decoder'],
    forbidden: ['common/clock.ts', 'protocol/wire/cut.ts', 'server/app.ts', 'electron', 'node:fs'],
  },
  {
    file: 'commands/zone.ts',
    allowed: ['protocol/wire/cut.ts', 'protocol/state/project-state.ts', 'common/first-words.ts', 'zod'],
    forbidden: [
      'audio/bytes.ts',
      'protocol/ipc/channels.ts',
      'client/outbox/create-outbox.ts',
      'main/session/session.ts',
      'preload/index.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
      'node:fs',
    ],
  },
  {
    file: 'protocol/state/zone.ts',
    allowed: ['protocol/wire/cut.ts'],
    forbidden: [
      'common/clock.ts',
      'audio/bytes.ts',
      'commands/descriptors.ts',
      'protocol/ipc/channels.ts',
      'main/session/session.ts',
      'server/app.ts',
      'electron',
      'node:fs',
    ],
  },
  {
    file: 'protocol/ipc/zone.ts',
    allowed: ['protocol/wire/cut.ts', 'protocol/state/project-state.ts'],
    forbidden: ['main/session/session.ts', 'renderer/app/app.tsx', 'server/app.ts', 'electron', 'node:fs'],
  },
  {
    file: 'client/realtime/zone.ts',
    allowed: [
      'commands/descriptors.ts',
      'protocol/wire/cut.ts',
      'protocol/state/project-state.ts',
      'protocol/ipc/pushes.ts',
      'zod',
    ],
    forbidden: [
      'main/session/session.ts',
      'preload/index.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
      'better-sqlite3',
      'node:fs',
    ],
  },
  {
    file: 'server/http/zone.ts',
    allowed: [
      'protocol/wire/cut.ts',
      'protocol/state/project-state.ts',
      'audio/bytes.ts',
      'protocol/page/content-security-policy.ts',
      'server/db/schema.ts',
      'node:fs',
    ],
    forbidden: [
      'protocol/ipc/channels.ts',
      'client/outbox/create-outbox.ts',
      'main/session/session.ts',
      'preload/index.ts',
      'renderer/app/app.tsx',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
    ],
  },
  {
    file: 'main/bounces/zone.ts',
    allowed: [
      'protocol/wire/cut.ts',
      'protocol/ipc/binding.ts',
      'client/outbox/create-outbox.ts',
      'main/session/session.ts',
      'node:fs',
    ],
    forbidden: [
      'main/shell/window.ts',
      'main/ipc/router.ts',
      'preload/index.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
    ],
  },
  {
    file: 'main/shell/zone.ts',
    allowed: ['protocol/ipc/channels.ts', 'main/ipc/router.ts', 'main/session/session.ts', 'electron'],
    forbidden: [
      'preload/index.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
    ],
  },
  {
    file: 'main/ipc/zone.ts',
    allowed: ['protocol/ipc/channels.ts', 'main/session/session.ts', 'electron'],
    forbidden: ['renderer/app/app.tsx', 'server/app.ts'],
  },
  {
    file: 'preload/zone.ts',
    allowed: ['protocol/ipc/bridge.ts', 'preload/other.ts', 'electron'],
    forbidden: [
      'commands/descriptors.ts',
      'common/clock.ts',
      'audio/bytes.ts',
      'main/session/session.ts',
      'renderer/app/app.tsx',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'node:fs',
    ],
  },
  {
    file: 'renderer/text/zone.ts',
    allowed: ['protocol/wire/cut.ts', 'renderer/text/moment.ts'],
    forbidden: [
      'renderer/ui/button.tsx',
      'renderer/bridge/read.ts',
      'renderer/platform/store.ts',
      'renderer/features/player/port.tsx',
      'renderer/app/app.tsx',
      'server/app.ts',
    ],
  },
  {
    file: 'renderer/ui/zone.tsx',
    allowed: ['protocol/wire/id.ts', 'renderer/text/moment.ts', 'renderer/ui/button.tsx', 'react'],
    forbidden: [
      'renderer/bridge/read.ts',
      'renderer/platform/store.ts',
      'renderer/features/player/port.tsx',
      'renderer/app/app.tsx',
      'server/app.ts',
    ],
  },
  {
    file: 'renderer/bridge/zone.ts',
    allowed: ['protocol/ipc/bridge.ts', 'renderer/text/moment.ts'],
    forbidden: [
      'client/outbox/create-outbox.ts',
      'renderer/ui/button.tsx',
      'renderer/platform/store.ts',
      'renderer/features/player/port.tsx',
      'renderer/app/app.tsx',
    ],
  },
  {
    file: 'renderer/platform/zone.ts',
    allowed: ['protocol/ipc/bridge.ts', 'renderer/ui/button.tsx', 'renderer/bridge/read.ts'],
    forbidden: ['renderer/features/player/port.tsx', 'renderer/app/app.tsx', 'server/app.ts'],
  },
  {
    file: 'renderer/features/cuts/zone.tsx',
    allowed: [
      'commands/descriptors.ts',
      'protocol/ipc/bridge.ts',
      'protocol/wire/cut.ts',
      'renderer/text/moment.ts',
      'renderer/ui/button.tsx',
      'renderer/bridge/read.ts',
      'renderer/platform/store.ts',
      'renderer/features/cuts/cut-page.tsx',
      'renderer/features/player/port.ts',
      'renderer/features/player/port.tsx',
      'react',
    ],
    forbidden: [
      'renderer/app/app.tsx',
      'renderer/features/player/player.ts',
      'renderer/features/player/listening.tsx',
      'renderer/features/player/deeper/port.ts',
      'client/outbox/create-outbox.ts',
      'main/session/session.ts',
      'preload/index.ts',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
      'node:fs',
    ],
  },
  {
    file: 'renderer/app/zone.tsx',
    allowed: ['renderer/features/player/port.tsx', 'renderer/features/account/account-screen.tsx'],
    forbidden: ['client/outbox/create-outbox.ts', 'main/session/session.ts', 'server/app.ts'],
  },
  {
    file: 'renderer/bridge/browser/zone.ts',
    allowed: ['protocol/ipc/bridge.ts', 'client/outbox/create-outbox.ts', 'renderer/bridge/read.ts'],
    forbidden: [
      'renderer/ui/button.tsx',
      'renderer/platform/store.ts',
      'renderer/features/player/port.tsx',
      'renderer/app/app.tsx',
      'main/session/session.ts',
      'preload/index.ts',
      'server/app.ts',
      'tools/setup/task.ts',
      'tests/helpers/until.ts',
      'electron',
      'node:fs',
    ],
  },
];

const isOurs = (target: string) =>
  /^(audio|commands|common|protocol|client|main|preload|renderer|server|tools|tests)\//.test(target);

/** The import as that file would write it. */
function importOf(file: string, target: string): string {
  if (!isOurs(target)) return target;
  const path = relative(dirname(file), target);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Runs Biome once, with the repository's own settings, over files that hold one import each. */
async function lint(files: { file: string; text: string }[]): Promise<Set<string>> {
  const folder = await temporaryFolder('bandmate-zones');
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const { file, text } of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      ...['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const report = JSON.parse(stdout || stderr) as {
    summary: { errors: number };
    diagnostics: { category: string; severity: string; location: { path: string | { file: string } } }[];
  };
  const refused = new Set<string>();
  for (const { category, severity, location } of report.diagnostics) {
    expect(category).toBe('lint/style/noRestrictedImports');
    expect(severity).toBe('error');
    refused.add(typeof location.path === 'string' ? location.path : location.path.file);
  }
  return refused;
}

/** One file for each import, beside the zone's own: the name tells which. */
function cases(kind: 'allowed' | 'forbidden', write: (specifier: string) => string) {
  return zones.flatMap((zone) =>
    zone[kind].map((target, index) => {
      const file = zone.file.replace('zone.', `${kind}-${index}.`);
      return { file, text: write(importOf(file, target)), what: `${zone.file} → ${target}` };
    }),
  );
}

const writings: [string, (specifier: string) => string][] = [
  ['import', (specifier) => `import * as thing from '${specifier}';\nexport { thing };\n`],
  ['import type', (specifier) => `import type { Thing } from '${specifier}';\nexport type Mine = Thing;\n`],
  ['export from', (specifier) => `export { thing } from '${specifier}';\n`],
  ['import()', (specifier) => `export const thing = import('${specifier}');\n`],
];

test.each(writings)(
  'an import that the table of folders forbids fails the lint, written as %s',
  async (_, write) => {
    const files = cases('forbidden', write);
    const refused = await lint(files);
    const passed = files.filter(({ file }) => !refused.has(file)).map(({ what }) => what);
    expect(passed).toEqual([]);
  },
);

test('imports that the table of folders allows pass', async () => {
  const files = cases(
    'allowed',
    (specifier) => `import * as thing from '${specifier}';\nexport { thing };\n`,
  );
  const refused = await lint(files);
  const wronged = files.filter(({ file }) => refused.has(file)).map(({ what }) => what);
  // The whole of `electron` holds ipcMain too: main/shell must name what it takes.
  expect(wronged.filter((what) => !what.endsWith('electron'))).toEqual([]);
});

test('the wrappers of raw IPC keep to the zone they lie in', async () => {
  const wrappers = ['main/ipc/ipc-main.ts', 'main/ipc/ipc-web-contents.ts', 'preload/ipc-renderer.ts'];
  const refused = await lint(
    wrappers.map((file) => ({
      file,
      text: `import * as thing from '${importOf(file, 'server/app.ts')}';\nexport { thing };\n`,
    })),
  );
  expect([...refused].sort()).toEqual(wrappers);
});

test('of Electron, only the wrappers may import the raw IPC', async () => {
  const text = (name: string) => `import { ${name} } from 'electron';\nexport { ${name} };\n`;
  const refused = await lint([
    { file: 'main/shell/window.ts', text: text('ipcMain') },
    { file: 'main/ipc/router.ts', text: text('ipcMain') },
    { file: 'main/index.ts', text: text('ipcMain') },
    { file: 'preload/bridge.ts', text: text('ipcRenderer') },
    { file: 'main/shell/other.ts', text: text('BrowserWindow') },
    { file: 'preload/other.ts', text: text('contextBridge') },
    { file: 'main/ipc/ipc-main.ts', text: text('ipcMain') },
    { file: 'main/ipc/ipc-web-contents.ts', text: text('ipcMain') },
    { file: 'preload/ipc-renderer.ts', text: text('ipcRenderer') },
  ]);
  expect([...refused].sort()).toEqual([
    'main/index.ts',
    'main/ipc/router.ts',
    'main/shell/window.ts',
    'preload/bridge.ts',
  ]);
});
