import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { refuseUnknown } from '../known-members.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...values: never[]) => unknown;

class IpcMain
  extends EventEmitter
  implements Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>
{
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    if (typeof listener !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    }
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...values) => {
      this.removeHandler(channel);
      return listener(event, ...values);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler that a page invoked. Only the text of an error reaches the page, as in Electron. */
  static async answer(
    main: IpcMain,
    channel: string,
    event: Electron.IpcMainInvokeEvent,
    values: unknown[],
  ): Promise<unknown> {
    const handler = main.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...(values as never[]));
  }
}
Object.setPrototypeOf(IpcMain.prototype, refuseUnknown('ipcMain', EventEmitter.prototype));

export const ipcMain = new IpcMain();

export const answerInvoke = IpcMain.answer.bind(IpcMain, ipcMain);
