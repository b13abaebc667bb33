import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';

interface MenuItem extends Pick<Electron.MenuItemConstructorOptions, 'id' | 'role' | 'accelerator'> {
  label: string;
  type: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  submenu: Menu | undefined;
  click(...values: unknown[]): void;
}

/** A menu item. It is never drawn; `click` runs its action. */
function menuItem(options: Electron.MenuItemConstructorOptions): MenuItem {
  const {
    label = options.role ?? '',
    type = options.submenu ? 'submenu' : 'normal',
    enabled = true,
    visible = true,
  } = options;
  const template = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined;
  return knownMembers('MenuItem', {
    ...(options.id === undefined ? {} : { id: options.id }),
    ...(options.role === undefined ? {} : { role: options.role }),
    ...(options.accelerator === undefined ? {} : { accelerator: options.accelerator }),
    label,
    type,
    enabled,
    visible,
    checked: options.checked ?? false,
    submenu: template,
    click: (...values: unknown[]) =>
      (options.click as ((...values: unknown[]) => void) | undefined)?.(...values),
  });
}

/** Menus are kept but not shown: Chromium's windows have no menu bar. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[];

  constructor(items: MenuItem[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map(menuItem));
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  getMenuItemById(id: string): MenuItem | null {
    const nested = this.items.flatMap((item) => item.submenu?.getMenuItemById(id) ?? []);
    return this.items.find((item) => item.id === id) ?? nested[0] ?? null;
  }
}
