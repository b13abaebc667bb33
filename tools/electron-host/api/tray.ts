import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { refuseUnknown } from '../known-members.ts';
import { hands } from './hands.ts';
import type { Menu } from './menu.ts';

type TrayMembers = 'destroy' | 'isDestroyed' | 'setToolTip';

/** An icon in the tray that is kept but not shown. A test reads it from `hands`, and clicks the items of its menu. */
export class Tray extends EventEmitter implements Pick<Electron.Tray, TrayMembers> {
  readonly #shown: { toolTip: string; menu: Menu | null; image: unknown };

  constructor(image: { isEmpty(): boolean }) {
    super();
    this.#shown = { toolTip: '', menu: null, image };
    hands.trays.add(this.#shown);
  }

  setToolTip(toolTip: string): void {
    this.#shown.toolTip = toolTip;
  }

  setImage(image: { isEmpty(): boolean }): void {
    this.#shown.image = image;
  }

  setContextMenu(menu: Menu | null): void {
    this.#shown.menu = menu;
  }

  destroy(): void {
    hands.trays.delete(this.#shown);
  }

  isDestroyed(): boolean {
    return !hands.trays.has(this.#shown);
  }
}
Object.setPrototypeOf(Tray.prototype, refuseUnknown('Tray', EventEmitter.prototype));
