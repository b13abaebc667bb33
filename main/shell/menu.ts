import { Menu, type MenuItemConstructorOptions } from 'electron';
import { shellText } from '../text/shell.ts';

export type MenuActions = { toggleMini(): void; retryConnection(): void };

/** The application menu: the system's standard entries, the mini window, and one to reconnect. */
export function setApplicationMenu({ toggleMini, retryConnection }: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: shellText.menu.file,
      submenu: [
        { label: shellText.menu.reconnect, accelerator: 'CmdOrCtrl+Shift+R', click: retryConnection },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: shellText.menu.view,
      submenu: [
        { label: shellText.menu.mini, accelerator: 'CmdOrCtrl+Shift+M', click: toggleMini },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
