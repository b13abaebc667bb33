import { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type * as Electron from 'electron';
import { knownMembers, refuseUnknown } from '../known-members.ts';

/** Requests of the main process, through Node's own client: it knows neither Chromium's proxies nor its cookies. */
export const net = knownMembers('net', {
  request(options: string | Electron.ClientRequestConstructorOptions) {
    const { request } = isEncrypted(options) ? https : http;
    return request(options as http.RequestOptions) as unknown as Electron.ClientRequest;
  },
} satisfies Pick<Electron.Net, 'request'>);

const isEncrypted = (options: string | Electron.ClientRequestConstructorOptions) =>
  (typeof options === 'string' ? options : (options.protocol ?? options.url ?? '')).startsWith('https:');

/** Squirrel, of macOS and Windows. Listeners can wait here for what never comes. */
class AutoUpdater extends EventEmitter {}
Object.setPrototypeOf(AutoUpdater.prototype, refuseUnknown('autoUpdater', EventEmitter.prototype));
export const autoUpdater = new AutoUpdater();
