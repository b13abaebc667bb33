import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

/** File systems that live on another machine: their events are unreliable and their sizes may run ahead of the data. */
const networkTypes =
  /^(?:nfs\d?|cifs|smb\w*|afpfs|webdav|davfs\d?|fuse\.sshfs|fuse\.rclone|fuse\.davfs|ncpfs|9p|afs|ceph|glusterfs|fuse\.glusterfs|lustre)$/i;

/** Whether `path` lies on a network volume. Where it can't be told, it is taken for local. */
export async function isNetworkVolume(path: string, platform = process.platform): Promise<boolean> {
  try {
    if (platform === 'linux') {
      return networkTypes.test(
        mountTypeIn(await readFile('/proc/self/mounts', 'utf8'), await realpath(path)),
      );
    }
    if (platform === 'darwin') {
      const { stdout } = await promisify(execFile)('/sbin/mount', { timeout: 2_000 });
      return networkTypes.test(mountTypeIn(rewriteMacosMounts(stdout), await realpath(path)));
    }
    // A mapped drive resolves to the share behind it.
    return platform === 'win32' && (await realpath(path)).startsWith('\\\\');
  } catch {
    // The folder went away meanwhile (its check says so), or the table can't be read.
    return false;
  }
}

/** The type of the innermost mount that holds `path`, from a table as in fstab(5). Later lines cover earlier ones. */
export function mountTypeIn(table: string, path: string): string {
  let best = { point: '', type: '' };
  for (const line of table.split('\n')) {
    const [, escaped, type] = line.split(' ');
    if (escaped === undefined || type === undefined) continue;
    const point = escaped.replace(/\\([0-7]{3})/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (holds && point.length >= best.point.length) best = { point, type };
  }
  return best.type;
}

/** `mount` on macOS prints `//ana@nas/music on /Volumes/music (smbfs, nodev)`. */
function rewriteMacosMounts(output: string): string {
  return output.replace(
    /^(.*?) on (.*) \((\w+)[^)]*\)$/gm,
    (_, device, point, type) =>
      `${device.replaceAll(' ', '\\040')} ${point.replaceAll(' ', '\\040')} ${type}`,
  );
}
