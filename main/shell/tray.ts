import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { lampWords } from '../../common/lamp-words.ts';
import type { Lamp } from '../../protocol/ipc/lamp.ts';
import type { TrayView } from '../runtime/tray-view.ts';
import { shellText } from '../text/shell.ts';
import { drawTrayImage, type TrayLamp } from './tray-image.ts';

export type TrayActions = {
  show(): void;
  toggleMini(): void;
  /** Uploads files that the user chooses next. */
  upload(projectId: string): void;
  pause(minutes: number | null): void;
  resume(): void;
  quit(): void;
};

export type AppTray = { show(view: TrayView): void; destroy(): void };

/** The menu would be higher than the screen. */
const mostProjects = 20;

const lampOf: Record<Lamp['kind'], TrayLamp | ((lamp: Lamp) => TrayLamp)> = {
  'needs-you': 'problem',
  refused: 'problem',
  folders: 'problem',
  'signed-out': 'problem',
  'app-needs-update': 'problem',
  'server-needs-update': 'problem',
  recording: 'paused',
  settling: 'working',
  preparing: 'working',
  uploading: 'working',
  pending: 'working',
  waiting: (lamp) =>
    lamp.kind === 'waiting' && lamp.for !== 'network'
      ? lamp.for === 'paused'
        ? 'paused'
        : 'working'
      : 'offline',
  offline: 'offline',
  nothing: 'safe',
  idle: 'safe',
};

function trayLampOf(lamp: Lamp): TrayLamp {
  const found = lampOf[lamp.kind];
  return typeof found === 'function' ? found(lamp) : found;
}

/** The icon in the system tray or menu bar, with the lamp. Null if the desktop refuses one. */
export function createTray(actions: TrayActions, log: Log): AppTray | null {
  let tray: Tray;
  let shownLamp: TrayLamp = 'problem';
  try {
    tray = new Tray(trayImage(shownLamp));
  } catch (error) {
    log.info({ error: String(error) }, 'This desktop has no tray');
    return null;
  }
  tray.on('click', actions.show);
  let shown = '';
  return {
    show(view) {
      const lamp = trayLampOf(view.lamp);
      if (lamp !== shownLamp) tray.setImage(trayImage(lamp));
      shownLamp = lamp;
      const title = lampWords(view.lamp);
      const text = JSON.stringify([title, view.lamp.kind, view.projects]);
      // An open menu would close.
      if (text === shown) return;
      shown = text;
      tray.setToolTip(shellText.tray.tooltip(title));
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(view, actions)));
    },
    destroy: () => tray.destroy(),
  };
}

function trayMenu({ lamp, projects }: TrayView, actions: TrayActions): MenuItemConstructorOptions[] {
  const text = shellText.tray;
  const pauses: MenuItemConstructorOptions[] = [
    { label: text.minutes(30), click: () => actions.pause(30) },
    { label: text.hour, click: () => actions.pause(60) },
    { label: text.untilResume, click: () => actions.pause(null) },
  ];
  return [
    { label: lampWords(lamp), enabled: false },
    { type: 'separator' },
    { label: text.show, click: actions.show },
    { label: shellText.menu.mini, click: actions.toggleMini },
    {
      label: text.upload,
      enabled: projects.length > 0,
      submenu: projects
        .slice(0, mostProjects)
        // In a menu, an ampersand marks the next letter as its key.
        .map(({ id, name }) => ({ label: name.replaceAll('&', '&&'), click: () => actions.upload(id) })),
    },
    { type: 'separator' },
    lamp.kind === 'recording'
      ? { label: text.resume, click: actions.resume }
      : { label: text.pause, submenu: pauses },
    { type: 'separator' },
    { label: text.quit, click: actions.quit },
  ];
}

function trayImage(lamp: TrayLamp) {
  // macOS tints a template image for its menu bar.
  const isTemplate = process.platform === 'darwin';
  const image = nativeImage.createFromBuffer(drawTrayImage(lamp, 16, isTemplate));
  const large = drawTrayImage(lamp, 32, isTemplate).toString('base64');
  image.addRepresentation({ scaleFactor: 2, dataURL: `data:image/png;base64,${large}` });
  if (isTemplate) image.setTemplateImage(true);
  return image;
}
