import { app, dialog, globalShortcut } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { ShortcutAction } from '../../protocol/ipc/beside.ts';
import type { PushName } from '../../protocol/ipc/pushes.ts';
import type { BesideDesktop } from '../beside/create-beside.ts';
import type { Runtime } from '../runtime/create-runtime.ts';
import { readTrayView } from '../runtime/tray-view.ts';
import { shellText } from '../text/shell.ts';
import { createLoginItem } from './login-item.ts';
import { createShortcuts } from './shortcuts.ts';
import { type AppTray, createTray, type TrayActions } from './tray.ts';

/** The tray's lamp depends on these. */
const facts = new Set<PushName>([
  'session.changed',
  'connection.changed',
  'projects.changed',
  'transfers.changed',
  'bindings.changed',
  'outbox.changed',
  'beside.changed',
]);

/** The tray is drawn no more often, in milliseconds. */
const drawMilliseconds = 500;
/** How often the time that is left of a pause is looked at. */
const pauseMilliseconds = 10_000;

/** How long a pause lasts that a shortcut began, in minutes: long enough for a take, and it can't be forgotten. */
const shortcutMinutes = 60;

type Windows = Pick<TrayActions, 'show' | 'toggleMini'> & {
  showMini(): void;
  isOpen(): boolean;
};

/** The app's parts on the desktop besides its window: the tray, the start at login, and the shortcuts. */
export type BesideWindow = {
  desktop: BesideDesktop;
  /** Whether to start in the tray, without a window. */
  startsHidden(): boolean;
  /** Whether the app goes on without a window. */
  staysWithoutWindow(): boolean;
  /** Shows the runtime's state, and lets the user act on it. */
  follow(runtime: Runtime, windows: Windows): void;
  stop(): void;
};

export function createBesideWindow(log: Log, clock: Clock = systemClock): BesideWindow {
  let tray: AppTray | null = null;
  let keepsRunning = () => false;
  let press = (_action: ShortcutAction) => {};
  let stopFollowing = () => {};
  const login = createLoginItem(app, {
    platform: process.platform,
    variables: process.env,
    execPath: process.execPath,
    arguments: process.argv,
  });

  return {
    desktop: {
      ...login,
      hasTray: () => tray !== null,
      setShortcuts: createShortcuts(globalShortcut, (action) => press(action)),
    },
    startsHidden: () => tray !== null && login.startedHidden(),
    staysWithoutWindow: () => process.platform === 'darwin' || (tray !== null && keepsRunning()),
    follow(runtime, windows) {
      const { beside } = runtime;
      const shown = createTray(
        {
          ...windows,
          upload: (projectId) => void upload(runtime, projectId, log),
          pause: (minutes) => beside.pause.pause(minutes),
          resume: beside.pause.resume,
          quit: () => app.quit(),
        },
        log,
      );
      tray = shown;
      keepsRunning = () => beside.state().settings.keepsRunning;
      press = (action) => {
        if (action === 'pause') {
          if (beside.pause.isHeld()) beside.pause.resume();
          else beside.pause.pause(shortcutMinutes);
          return;
        }
        if (action === 'comment') windows.showMini();
        else if (!windows.isOpen()) return windows.show();
        runtime.press(action);
      };
      if (shown) stopFollowing = followLamp(runtime, shown, clock);
    },
    stop() {
      stopFollowing();
      globalShortcut.unregisterAll();
      tray?.destroy();
      tray = null;
    },
  };
}

/** Draws the tray when something that it shows has changed, and while a pause counts down. */
function followLamp(runtime: Runtime, tray: AppTray, clock: Clock): () => void {
  let cancel: (() => void) | null = null;
  const draw = () => {
    cancel = null;
    tray.show(readTrayView(runtime, clock.now()));
    if (runtime.beside.pause.current()?.until) cancel = clock.later(pauseMilliseconds, draw);
  };
  let isSoon = false;
  const drawSoon = () => {
    if (isSoon) return;
    isSoon = true;
    cancel?.();
    cancel = clock.later(drawMilliseconds, () => {
      isSoon = false;
      draw();
    });
  };
  draw();
  const unsubscribe = runtime.onPush(({ name }) => {
    if (facts.has(name)) drawSoon();
  });
  return () => {
    unsubscribe();
    cancel?.();
  };
}

/** Needs no window: the user chooses in the system's dialog. */
async function upload({ handlers }: Runtime, projectId: string, log: Log): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: shellText.chooseFiles,
    properties: ['openFile', 'multiSelections'],
  });
  if (canceled || filePaths.length === 0) return;
  const answer = await handlers['transfers.drop']({
    paths: filePaths,
    target: { kind: 'project', projectId },
  });
  const refused = answer.ok ? answer.data.refused : [{ path: '', message: answer.message }];
  if (refused.length === 0) return;
  log.info({ refused: refused.length }, 'Files from the tray were refused');
  dialog.showErrorBox(shellText.notUploaded, refused.map(({ message }) => message).join('\n'));
}
