import { Menu, type MenuItemConstructorOptions } from 'electron';
import { shellText } from '../text/shell.ts';

export type MenuActions = { retryConnection(): void };

/** The application menu: the system's standard entries, and one to reconnect. */
export function setApplicationMenu({ retryConnection }: MenuActions): void {
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
