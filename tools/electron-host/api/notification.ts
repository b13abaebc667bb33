import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { refuseUnknown } from '../known-members.ts';
import { preventableEvent } from './preventable-event.ts';

type NotificationMembers = 'body' | 'close' | 'show' | 'title';

/** A desktop notification that emits `show` and `close` but is never displayed, so nobody can click it. */
export class Notification extends EventEmitter implements Pick<Electron.Notification, NotificationMembers> {
  title: string;
  body: string;
  #isShown = false;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.close();
    this.#isShown = true;
    this.emit('show', preventableEvent({}));
  }

  close(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.emit('close', preventableEvent({}));
  }
}
Object.setPrototypeOf(Notification.prototype, refuseUnknown('Notification', EventEmitter.prototype));
