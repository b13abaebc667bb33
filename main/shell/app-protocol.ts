import { protocol } from 'electron';
import { serveBundle } from './bundle-files.ts';

/** Call once, before `ready`. Makes `app:` a secure origin like https, so that storage, modules and streaming work. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Call after `ready`. `root` is the folder of the built renderer; `answerMedia` answers everything below `media/`. */
export function serveApp(root: string, answerMedia: (request: Request) => Promise<Response>): void {
  protocol.handle('app', (request) => {
    const url = URL.parse(request.url);
    const isMedia = url?.host === 'bundle' && url.pathname.startsWith('/media/');
    return isMedia ? answerMedia(request) : serveBundle(root, request);
  });
}
