import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { collectServer } from './collect-server.ts';

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

export type DebOptions = {
  version: string;
  /** Where the package goes. The tree it is made of stays beside it, for the next one. */
  folder: string;
  compression: 'xz' | 'zstd' | 'none';
};

/** Why the package can't be built here; undefined if it can. */
export function debProblem(): string | undefined {
  if (!architectures[process.arch]) return `there is none for ${process.arch}`;
  return spawnSync('dpkg-deb', ['--version']).error ? 'needs dpkg-deb' : undefined;
}

/** Builds `bandmate-server_<version>_<architecture>.deb` with dpkg-deb, and returns its path. */
export function buildServerDeb(root: string, { version, folder, compression }: DebOptions): string {
  const architecture = architectures[process.arch] ?? '';
  const tree = join(folder, 'tree');
  rmSync(tree, { recursive: true, force: true });
  collectServer(root, join(tree, 'usr/lib/bandmate-server'));
  for (const [source, path, mode] of placedFiles) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    cpSync(join(root, source), join(tree, path));
    chmodSync(join(tree, path), mode);
  }
  const control = readFileSync(join(root, 'tools/packages/debian/control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@ARCHITECTURE@', architecture)
    .replace('@SIZE@', String(Math.ceil(bytesIn(tree) / 1024)));
  writeFileSync(join(tree, 'DEBIAN/control'), control);
  writeFileSync(join(tree, 'DEBIAN/conffiles'), '/etc/bandmate/server.env\n');
  const file = join(folder, `bandmate-server_${version}_${architecture}.deb`);
  packDeb(tree, file, compression);
  return file;
}

/** Source, place in the package, and mode. */
const placedFiles = [
  ['tools/packages/debian/postinst', 'DEBIAN/postinst', 0o755],
  ['tools/packages/debian/prerm', 'DEBIAN/prerm', 0o755],
  ['tools/packages/debian/postrm', 'DEBIAN/postrm', 0o755],
  ['tools/packages/debian/bandmate-server', 'usr/bin/bandmate-server', 0o755],
  ['tools/packages/debian/bandmate-server.service', 'usr/lib/systemd/system/bandmate-server.service', 0o644],
  ['tools/packages/debian/server.env', 'etc/bandmate/server.env', 0o640],
  ['docs/operating.md', 'usr/share/doc/bandmate-server/operating.md', 0o644],
  ['LICENSE', 'usr/share/doc/bandmate-server/copyright', 0o644],
] as const;

/** dpkg-deb keeps modes and takes root as the owner of everything. */
export function packDeb(tree: string, file: string, compression: DebOptions['compression']): void {
  openToAll(tree);
  const { status, stderr, error } = spawnSync(
    'dpkg-deb',
    ['--root-owner-group', `-Z${compression}`, '--build', tree, file],
    { encoding: 'utf8' },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`dpkg-deb failed: ${stderr}`);
}

/** A strict umask of the one who builds must not keep the server from reading its files. */
function openToAll(tree: string): void {
  chmodSync(tree, 0o755);
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (path.startsWith(join(tree, 'usr/lib/bandmate-server')))
      chmodSync(path, entry.name === 'node' ? 0o755 : 0o644);
  }
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
