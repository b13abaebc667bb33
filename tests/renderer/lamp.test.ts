import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Around, connectionOf, lamp } from '../../protocol/ipc/lamp.ts';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import { folderStatus, isBeingWritten } from '../../renderer/features/bounce-folders/folder-text.ts';
import { lampText } from '../../renderer/features/transfers/transfer-text.ts';
import { everyTransfer, transfer } from '../fixtures/renderer/page/sample.ts';

const all = everyTransfer();
const done = all.filter((one) => one.state.kind === 'done');
const calm: Around = {
  troubledFolders: 0,
  hasFolders: true,
  connection: 'online',
  backlog: { changes: 0, refused: 0 },
  pause: null,
  now: 0,
};
const state = (kind: TransferState, size = 0): Transfer => transfer('a.wav', kind, { size });
const uploading = (sent: number, size: number): Transfer =>
  transfer('a.wav', { kind: 'transferring', sent, bytesPerSecond: null, settled: true }, { size, sent });
const title = (list: readonly Transfer[], around: Partial<Around> = {}) =>
  lampText(lamp(list, { ...calm, ...around })).title;

describe('the lamp', () => {
  it('says that all is safe only when nothing at all is wrong', () => {
    const anything = fc.record({
      troubledFolders: fc.nat(2),
      hasFolders: fc.boolean(),
      connection: fc.constantFrom<Around['connection']>(
        'online',
        'offline',
        'signed-out',
        'app-needs-update',
      ),
      backlog: fc.record({ changes: fc.nat(3), refused: fc.nat(2) }),
    });
    fc.assert(
      fc.property(fc.subarray(all), anything, (list, around) => {
        if (title(list, around) !== 'All safe') return;
        expect(list.every((one) => one.state.kind === 'done')).toBe(true);
        expect(around.connection).toBe('online');
        expect(around.troubledFolders + around.backlog.changes + around.backlog.refused).toBe(0);
      }),
    );
    expect(title([])).toBe('All safe');
    expect(title(done)).toBe('All safe');
  });

  it('counts the verified files', () => {
    expect(lampText(lamp(done.slice(0, 1), calm)).detail).toBe('1 file uploaded and verified');
    expect(lampText(lamp([], calm)).detail).toBe('Nothing is waiting');
  });

  it('asks for a folder before there is one', () => {
    expect(title([], { hasFolders: false })).toBe('Nothing to upload');
    expect(title(done, { hasFolders: false })).toBe('All safe');
  });

  it('names the bounce that is being written, and how much of it there is', () => {
    const writing = state({ kind: 'settling', reason: 'writing', since: 0 }, 62_000_000);
    expect(lampText(lamp([writing], calm))).toEqual({
      title: 'Waiting for your DAW to finish',
      detail: '62.0 MB so far · a.wav',
    });
    expect(lampText(lamp([writing, writing], calm)).detail).toBe('124 MB so far · 2 bounces');
    expect(lamp([writing, uploading(1, 2)], calm).kind).toBe('uploading');
  });

  it('waits for no DAW once every file is written', () => {
    const hashing = state({ kind: 'hashing' }, 62_000_000);
    expect(lampText(lamp([hashing, hashing], calm)).title).toBe('Preparing 2 files');
    const writing = state({ kind: 'settling', reason: 'writing', since: 0 }, 1_000_000);
    expect(lampText(lamp([hashing, writing], calm)).detail).toBe('1.00 MB so far · a.wav');
  });

  it('shows the uploaded share of all unfinished bytes', () => {
    expect(lamp([uploading(50, 100), uploading(0, 300)], calm)).toEqual({
      kind: 'uploading',
      open: 2,
      percent: 12,
    });
  });

  it('shows the reason for waiting when nothing moves', () => {
    const network = state({ kind: 'waiting', for: 'network', message: '', retryAt: null });
    const server = state({ kind: 'waiting', for: 'server', message: '', retryAt: null });
    expect(lamp([server], calm)).toEqual({ kind: 'waiting', open: 1, for: 'server' });
    expect(title([server, network])).toBe('2 files waiting for the network');
    expect(title([state({ kind: 'paused' })])).toBe('1 file paused');
  });

  it('puts what needs the user before everything else', () => {
    const asking = state({ kind: 'asking', since: 0 });
    const full = state({ kind: 'waiting', for: 'disk', message: '', retryAt: 1 });
    const refused = { changes: 1, refused: 2 };
    expect(title([asking, uploading(1, 2)], { backlog: refused })).toBe('1 file needs you');
    expect(title([full, asking])).toBe('2 files need you');
    expect(title([uploading(1, 2)], { backlog: refused })).toBe('2 changes refused');
    expect(title([], { troubledFolders: 1, connection: 'offline' })).toBe('1 folder not watched');
  });

  it('says offline, and what is saved', () => {
    const offline = { connection: 'offline', backlog: { changes: 3, refused: 0 } } as const;
    expect(lampText(lamp(done, { ...calm, ...offline }))).toEqual({
      title: 'Offline',
      detail: '3 changes saved, will sync',
    });
    expect(title(done, { connection: 'signed-out' })).toBe('Signed out');
  });

  it('says which side needs an update, also while files wait for the network', () => {
    const connection = connectionOf({ kind: 'connecting', since: 0, attempt: 2, needsUpdate: 'app' });
    const waiting = state({ kind: 'waiting', for: 'network', message: '', retryAt: 1 });
    expect(lampText(lamp([waiting], { ...calm, connection }))).toEqual({
      title: 'BandMate needs an update',
      detail: 'This server needs a newer version',
    });
    expect(title(done, { connection: 'server-needs-update' })).toBe('The server needs an update');
    expect(connectionOf({ kind: 'connecting', since: 0, attempt: 2 })).toBe('offline');
  });
});

describe('the lamp of a folder', () => {
  const tone = (paused: boolean, isWriting: boolean) =>
    folderStatus({ paused, status: { kind: 'watching', polling: false } }, 0, isWriting).tone;

  it('has a shape of its own while a DAW writes, and while it is paused', () => {
    expect([tone(false, false), tone(false, true), tone(true, true)]).toEqual(['good', 'working', 'off']);
  });

  it('takes a file for written once it only waits for silence', () => {
    const settling = (reason: 'writing' | 'incomplete' | 'quiet') =>
      isBeingWritten({ state: { kind: 'settling', reason, since: 0 } });
    expect([settling('writing'), settling('incomplete'), settling('quiet')]).toEqual([true, true, false]);
  });

  it('says that it is paused while the user records, whatever else there is, and how long', () => {
    const pause = { until: 23 * 60_000 - 1 };
    expect(title(all, { pause })).toBe('Paused · 23 min left');
    expect(title([], { pause: { until: 500 } })).toBe('Paused · 1 min left');
    expect(title([], { pause: { until: null }, connection: 'offline' })).toBe('Paused until you resume');
    expect(lampText(lamp([uploading(1, 2)], { ...calm, pause })).detail).toBe('1 file waiting, safe here');
  });
});
