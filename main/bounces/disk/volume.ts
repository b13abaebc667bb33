import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { win32 } from 'node:path';
import { promisify } from 'node:util';

/** File systems on another machine: their events are unreliable, and their sizes may run ahead of the data. */
const networkTypes =
  /^(?:nfs\d?|cifs|smb\w*|afpfs|webdav|davfs\d?|fuse\.sshfs|fuse\.rclone|fuse\.davfs|ncpfs|9p|afs|ceph|glusterfs|fuse\.glusterfs|lustre)$/i;

/** Whether `path` is on a network volume. False if that is unknown. */
export async function isNetworkVolume(path: string, platform = process.platform): Promise<boolean> {
  try {
    if (platform === 'linux') {
      return networkTypes.test(mountTypeIn(readMounts(), await realpath(path)));
    }
    if (platform === 'darwin') {
      const { stdout } = await promisify(execFile)('/sbin/mount', { timeout: 2_000 });
      return networkTypes.test(macosMountTypeIn(stdout, await realpath(path)));
    }
    // A mapped drive resolves to the share behind it.
    return platform === 'win32' && (await realpath(path)).startsWith('\\\\');
  } catch {
    // The folder went away meanwhile (its own check reports it), or the table can't be read.
    return false;
  }
}

/** How long the table of mounts is cached, in milliseconds. */
const tableAge = 2_000;
let table: { mounts: Mount[]; readAt: number } | undefined;

/**
 * The volume of `path`, found from the path alone: the volume itself is not asked, because it may not answer. Links to
 * other volumes are not followed.
 */
export function volumeOf(path: string, platform = process.platform): string {
  if (platform === 'win32') return win32.parse(path).root;
  if (platform === 'darwin') return /^\/Volumes\/[^/]+/.exec(path)?.[0] ?? '/';
  if (!table || performance.now() - table.readAt > tableAge) {
    table = { mounts: readTable(readMounts()), readAt: performance.now() };
  }
  return mountIn(table.mounts, path).point;
}

/** Read synchronously: the kernel answers at once, and a dead share may hold all threads for files. */
function readMounts(): string {
  try {
    return readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    // Not Linux, or an unusual one: everything counts as one volume.
    return '';
  }
}

/** The type of the innermost mount that holds `path`, from a table as in fstab(5). Later lines cover earlier ones. */
export function mountTypeIn(table: string, path: string): string {
  return mountIn(readTable(table), path).type;
}

/** The same from the output of `mount` on macOS. */
export function macosMountTypeIn(output: string, path: string): string {
  return mountTypeIn(rewriteMacosMounts(output), path);
}

type Mount = { point: string; below: string; type: string };

function readTable(table: string): Mount[] {
  return table.split('\n').flatMap((line) => {
    const [, escaped, type] = line.split(' ');
    if (escaped === undefined || type === undefined) return [];
    const point = escaped.replace(/\\([0-7]{3})/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    return [{ point, below: point === '/' ? point : `${point}/`, type }];
  });
}

/** Takes the table already read, because every file operation needs it. */
function mountIn(mounts: Mount[], path: string): Pick<Mount, 'point' | 'type'> {
  let best = { point: '', type: '' };
  for (const mount of mounts) {
    const holds = path === mount.point || path.startsWith(mount.below);
    if (holds && mount.point.length >= best.point.length) best = mount;
  }
  return best;
}

/** `mount` on macOS prints `//ana@nas/music on /Volumes/music (smbfs, nodev)`. */
function rewriteMacosMounts(output: string): string {
  return output.replace(
    /^(.*?) on (.*) \((\w+)[^)]*\)$/gm,
    (_, device, point, type) =>
      `${device.replaceAll(' ', '\\040')} ${point.replaceAll(' ', '\\040')} ${type}`,
  );
}
