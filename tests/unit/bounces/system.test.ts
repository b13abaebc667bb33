import { existsSync } from 'node:fs';
import { mkdir, open, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { identityOf, sameAfterRemount, sameIdentity } from '../../../main/bounces/disk/file-identity.ts';
import { macosMountTypeIn, mountTypeIn } from '../../../main/bounces/disk/volume.ts';
import { walkFolder } from '../../../main/bounces/disk/walk-folder.ts';
import { createWriterCheck } from '../../../main/bounces/settling/writers/create-writer-check.ts';
import { createMacosWriterCheck, readLsofAnswer } from '../../../main/bounces/settling/writers/macos.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

it.runIf(process.platform === 'linux')('sees a writer, also after a rename', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'mix.wav');
  const check = createWriterCheck();
  await writeFile(path, 'sound');
  const reader = await open(path, 'r');
  disposeLater(() => reader.close());
  const ask = async (at: string) => check({ path: at, ...identityOf(await reader.stat({ bigint: true })) });
  expect(await ask(path)).toBe('none');
  const writer = await open(path, 'r+');
  expect(await Promise.all([ask(path), ask(path)])).toEqual(['open', 'open']);
  const renamed = join(folder, 'mix final.wav');
  await rename(path, renamed);
  expect(await ask(renamed)).toBe('open');
  await writer.close();
  expect(await ask(renamed)).toBe('none');
});

it('answers unknown on a system without a way to see writers', async () => {
  const check = createWriterCheck('aix');
  expect(await check({ path: '/x', device: '1', inode: '1' })).toBe('unknown');
});

/* Printed by lsof 4.99 on Debian 13. The lsof of macOS is older, and prints the same fields by its manual. */
it('reads the output of lsof', () => {
  expect(readLsofAnswer('')).toBe('none');
  expect(readLsofAnswer('p14719\nf18\nar\n')).toBe('none');
  expect(readLsofAnswer('p14719\nf18\nar\nf19\naw\n')).toBe('open');
  expect(readLsofAnswer('p14719\nf19\nau\n')).toBe('open');
});

const lsof = '/usr/bin/lsof';
it.runIf(existsSync(lsof))(
  'asks lsof as on macOS: a reader, a writer, nobody, and a file that is gone',
  async () => {
    const path = join(await temporaryFolder(), 'mix.wav');
    await writeFile(path, 'sound');
    const check = createMacosWriterCheck(lsof);
    const ask = (at = path) => check({ path: at, device: '1', inode: '1' });
    expect(await ask()).toBe('none');
    const reader = await open(path, 'r');
    disposeLater(() => reader.close());
    expect(await ask()).toBe('none');
    const writer = await open(path, 'r+');
    expect(await ask()).toBe('open');
    await writer.close();
    expect(await ask(`${path}.gone`)).toBe('unknown');
  },
);

it('finds the mount of a folder', () => {
  const table = [
    // The first four as Linux 6 printed them, the others in the form of fstab(5).
    'proc /proc proc rw,relatime 0 0',
    'devtmpfs /dev devtmpfs rw,relatime,size=12334432k,nr_inodes=3083608,mode=755 0 0',
    'tmpfs /dev/shm tmpfs rw,relatime,size=24683652k 0 0',
    '/dev/vda / ext4 rw,relatime,discard,resv_strict,resuid=65534,resgid=65534 0 0',
    'nas:/music /mnt/My\\040Music nfs4 rw 0 0',
    '/dev/sdb1 /mnt/My\\040Music/local ext4 rw 0 0',
  ].join('\n');
  expect(mountTypeIn(table, '/home/ana')).toBe('ext4');
  expect(mountTypeIn(table, '/dev/shm/bounces')).toBe('tmpfs');
  expect(mountTypeIn(table, '/mnt/My Music/Bounces')).toBe('nfs4');
  expect(mountTypeIn(table, '/mnt/My Music/local/Bounces')).toBe('ext4');
  expect(mountTypeIn(table, '/mnt/My Musical')).toBe('ext4');
});

/*
 * A table that macOS 11 printed (github.com/libyal/libfsapfs/issues/47, without two lines like the others), and a share from the tests
 * of github.com/dundee/gdu, whose name ends like the list of options.
 */
const macosTable = `/dev/disk1s5s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk1s4 on /System/Volumes/VM (apfs, local, noexec, journaled, noatime, nobrowse)
/dev/disk1s1 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
fsapfsmount@macfuse0 on /Volumes/Test (macfuse, synchronous)
//inglor@vault.lan/volatile on /Users/inglor/Mountpoints/volatile (vault.lan) (smbfs, nodev, nosuid, mounted by inglor)
`;

it('finds the mount of a folder in what macOS prints', () => {
  expect(macosMountTypeIn(macosTable, '/Applications')).toBe('apfs');
  expect(macosMountTypeIn(macosTable, '/System/Volumes/Data/Users/ana/Music')).toBe('apfs');
  expect(macosMountTypeIn(macosTable, '/System/Volumes/Data/home/ana')).toBe('autofs');
  expect(macosMountTypeIn(macosTable, '/Volumes/Test/Bounces')).toBe('macfuse');
  expect(macosMountTypeIn(macosTable, '/Users/inglor/Mountpoints/volatile (vault.lan)/Bounces')).toBe(
    'smbfs',
  );
});

it('lists the files below a folder without hidden folders, links and empty files', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await mkdir(join(folder, '.cache'));
  await mkdir(join(folder, 'folder.wav'));
  await writeFile(join(folder, 'a', 'b', 'x.wav'), 'x');
  await writeFile(join(folder, '.cache', 'y.wav'), 'y');
  await writeFile(join(folder, 'empty.wav'), '');
  await writeFile(join(folder, 'note.txt'), 'n');
  await symlink(folder, join(folder, 'circle'));
  const found = await walkFolder(createDisk(), folder, (name) => name.endsWith('.wav'));
  expect(found.map(({ path }) => path)).toEqual([join(folder, 'a', 'b', 'x.wav')]);
  await expect(walkFolder(createDisk(), join(folder, 'gone'), () => true)).rejects.toThrow('ENOENT');
});

it('tells whether a file is the same', () => {
  const one = { device: '1', inode: '2', size: 3, modified: '4' };
  expect(sameIdentity(one, { ...one })).toBe(true);
  expect(sameIdentity(one, { ...one, device: '9' })).toBe(false);
  expect(sameAfterRemount(one, { ...one, device: '9' })).toBe(true);
  expect(sameAfterRemount(one, { ...one, inode: '9' })).toBe(false);
  expect(sameAfterRemount(one, { ...one, device: '9', modified: '5' })).toBe(false);
});
