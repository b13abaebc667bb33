import { done, type HandlersOf, nothing } from '../../client/account/handlers/handlers.ts';
import { createListeners } from '../../client/common/listeners.ts';
import type { Log } from '../../client/common/log.ts';
import type { Clock } from '../../common/clock.ts';
import type { UpdateState } from '../../protocol/ipc/updates.ts';
import { updatesText } from '../text/updates.ts';

/** An update as electron-updater reports it. */
export type FoundUpdate = {
  version: string;
  releaseNotes?: string | { version: string; note: string | null }[] | null;
};

/** electron-updater, as far as we use it: it compares versions, downloads in the background, and verifies. */
export type Updater = {
  on(event: 'update-available' | 'update-downloaded', listener: (update: FoundUpdate) => void): unknown;
  on(event: 'update-not-available', listener: () => void): unknown;
  on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  checkForUpdates(): Promise<{ downloadPromise?: Promise<unknown> | null } | null>;
  quitAndInstall(): void;
};

export type Updates = {
  state(): UpdateState;
  /** Asks now and then, from a while after the start on. */
  start(): void;
  stop(): void;
  onChange(listener: (state: UpdateState) => void): () => void;
  handlers: HandlersOf<'updates'>;
};

/** The start belongs to the user: an update can wait until the app has read what is new. */
const firstCheckMilliseconds = 30_000;
const checkEveryMilliseconds = 4 * 3_600_000;

export function createUpdates(parts: {
  updater: Updater | null;
  /** The reason for no updater. */
  off?: 'development' | 'no-feed';
  /** False while the user records: downloads wait. */
  mayDownload(): boolean;
  clock: Clock;
  log: Log;
}): Updates {
  const { updater, off = 'no-feed', mayDownload, clock, log } = parts;
  const { add: onChange, notify } = createListeners<UpdateState>();
  let state: UpdateState = updater ? { kind: 'current', checkedAt: null } : { kind: 'off', reason: off };
  let version = '';
  let cancel = () => {};

  function become(next: UpdateState): void {
    state = next;
    notify(next);
  }

  updater?.on('update-not-available', () =>
    become({ kind: 'current', checkedAt: new Date(clock.now()).toISOString() }),
  );
  updater?.on('update-available', (update) => {
    version = update.version;
    become({ kind: 'downloading', version, percent: 0 });
  });
  updater?.on('download-progress', ({ percent }) => {
    const whole = Math.floor(percent);
    if (state.kind !== 'downloading' || whole > state.percent)
      become({ kind: 'downloading', version, percent: whole });
  });
  updater?.on('update-downloaded', (update) =>
    become({ kind: 'ready', version: update.version, notes: notesOf(update) }),
  );
  updater?.on('error', (error) => {
    log.warn({ error: String(error) }, 'An update failed');
    become({ kind: 'failed', message: sentenceOf(error) });
  });

  const isBusy = () => state.kind === 'checking' || state.kind === 'downloading' || state.kind === 'ready';

  async function check(): Promise<void> {
    if (!updater || isBusy()) return;
    become({ kind: 'checking' });
    // Errors come as events too.
    const found = await updater.checkForUpdates().catch(() => null);
    found?.downloadPromise?.catch(() => undefined);
    // A copy that isn't installed can't be replaced, and electron-updater doesn't ask for it.
    if (state.kind === 'checking') become({ kind: 'current', checkedAt: null });
  }

  function checkLater(milliseconds: number): void {
    cancel = clock.later(milliseconds, () => {
      if (mayDownload()) void check();
      checkLater(checkEveryMilliseconds);
    });
  }

  return {
    state: () => state,
    onChange,
    start: () => {
      if (updater) checkLater(firstCheckMilliseconds);
    },
    stop: () => cancel(),
    handlers: {
      'updates.state': async () => done(state),
      'updates.check': async () => {
        await check();
        return done(state);
      },
      'updates.install': async () => {
        if (state.kind !== 'ready' || !updater)
          return { ok: false, kind: 'invalid', message: updatesText.notReady };
        updater.quitAndInstall();
        return nothing;
      },
    },
  };
}

/** Notes are text, or one for each version since ours. */
function notesOf({ releaseNotes }: FoundUpdate): string | null {
  if (!Array.isArray(releaseNotes)) return releaseNotes || null;
  return releaseNotes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n') || null;
}

function sentenceOf(error: Error & { code?: unknown }): string {
  const code = String(error.code ?? '');
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_INVALID_SIGNATURE')
    return updatesText.tampered;
  const isUnreachable = /^(ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN)|net::ERR_/.test(`${code} ${error.message}`);
  return isUnreachable ? updatesText.unreachable : updatesText.failed(error.message.split('\n', 1)[0] ?? '');
}
