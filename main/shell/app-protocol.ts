import { protocol } from 'electron';
import { serveBundle } from './bundle-files.ts';

/** Before `ready`, once: makes `app:` a secure origin like https, so that storage and modules work in it. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** After `ready`. `root` is the folder of the built renderer. */
export function serveApp(root: string): void {
  protocol.handle('app', (request) => serveBundle(root, request));
}
