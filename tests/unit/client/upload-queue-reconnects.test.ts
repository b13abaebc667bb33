import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { newUpload } from '../../../client/uploads/new-upload.ts';
import type { SendOptions, SendResult } from '../../../client/uploads/transfer-results.ts';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import { createUploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { UploadRow } from '../../../client/uploads/upload-row.ts';
import { systemClock } from '../../../common/clock.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: 'Cut.', retryAt: null };
const nothing = () => {};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A file that is being transferred. */
async function transferring() {
  const listeners = createListeners<ConnectionState>();
  let state = online;
  const transfers = createTransferStore<UploadRow>({
    table: { load: () => [], put: nothing, remove: nothing },
    readProject: () => undefined,
    clock: systemClock,
    log: nothing,
  });
  disposeLater(transfers.close);
  const client: ServerClient = {
    serverUrl: 'http://band.example',
    authenticationHeaders: () => ({}),
    request: async ({ path }) => {
      const isReserve = path === '/api/uploads/reserve';
      const upload = { id: 'u', state: 'reserved', offset: 0, tusUrl: '/tus/u' };
      return { ok: true, data: (isReserve ? upload : {}) as never };
    },
  };
  const sends: SendOptions[] = [];
  let end: (result: SendResult) => void = nothing;
  let hasArrived = false;
  const uploadQueue = createUploadQueue<UploadRow>({
    ...{ transfers, client, concurrentTransfers: 2, environment: systemEnvironment },
    connectivity: { current: () => state, subscribe: listeners.add },
    hash: async () => ({ kind: 'hashed', sha256: 'h' }),
    send: (_row, options) =>
      new Promise((resolve) => {
        sends.push(options);
        end = resolve;
        options.signal.addEventListener('abort', () => resolve({ kind: 'aborted' }));
      }),
    mayTransfer: () => true,
    isSettled: () => true,
    isUnchanged: async () => true,
    isKnown: () => false,
    retarget: () => false,
    explainStoreFailure: () => null,
    log: nothing,
  });
  uploadQueue.onEvent((event) => {
    if (event.kind !== 'done') return;
    hasArrived = true;
    transfers.remove(event.row.id);
  });
  disposeLater(() => uploadQueue.stop());
  const target = { kind: 'cut', cutId: 'c' } as const;
  const row = newUpload(
    'Groove.wav',
    {
      bindingId: null,
      projectId: 'p',
      path: 'Groove.wav',
      size: 100,
      onlyIfNew: false,
      target,
      song: null,
      cutId: 'c',
    },
    systemEnvironment,
  );
  transfers.add(row);
  uploadQueue.begin(row.id);
  await vi.advanceTimersByTimeAsync(0);
  return {
    sends,
    stateOf: () => transfers.get(row.id)?.state,
    hasArrived: () => hasArrived,
    pause() {
      transfers.change(row.id, { state: { kind: 'paused' } });
      uploadQueue.halt(row.id);
    },
    async pass(milliseconds: number) {
      await vi.advanceTimersByTimeAsync(milliseconds);
    },
    async end(result: SendResult) {
      end(result);
      await vi.advanceTimersByTimeAsync(0);
    },
    async reconnect() {
      for (const next of [offline, online]) {
        state = next;
        listeners.notify(next);
      }
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

it('resumes a transfer that died with its connection', async () => {
  const { sends, pass, reconnect, end, stateOf, hasArrived } = await transferring();
  sends[0]?.onProgress(10);
  await pass(20_000);
  await reconnect();
  expect(sends.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  expect(stateOf()?.kind).not.toBe('waiting');
  await end({ kind: 'sent' });
  expect(hasArrived()).toBe(true);
});

it('leaves a transfer alone while it makes progress', async () => {
  const { sends, pass, reconnect } = await transferring();
  await pass(20_000);
  sends[0]?.onProgress(10);
  await reconnect();
  await pass(4_000);
  sends[0]?.onProgress(20);
  await pass(40_000);
  expect(sends).toHaveLength(1);
});

it('does not resume a paused transfer', async () => {
  const { sends, pass, reconnect, pause } = await transferring();
  await pass(20_000);
  pause();
  await reconnect();
  expect(sends).toHaveLength(1);
});
