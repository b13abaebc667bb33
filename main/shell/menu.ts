import { Menu, type MenuItemConstructorOptions } from 'electron';

export type MenuActions = { retryConnection(): void };

/** The application's menu: the system's own entries, and what helps when the connection is in doubt. */
export function setApplicationMenu({ retryConnection }: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Connect Now', accelerator: 'CmdOrCtrl+Shift+R', click: retryConnection },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
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
