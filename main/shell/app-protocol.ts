import { protocol } from 'electron';
import { serveBundle } from './bundle-files.ts';

/** Before `ready`, once: makes `app:` a secure origin like https, so that storage and modules work in it and sound is streamed. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** After `ready`. `root` is the folder of the built renderer; `answerMedia` has everything below `media/`. */
export function serveApp(root: string, answerMedia: (request: Request) => Promise<Response>): void {
  protocol.handle('app', (request) => {
    const url = URL.parse(request.url);
    const isMedia = url?.host === 'bundle' && url.pathname.startsWith('/media/');
    return isMedia ? answerMedia(request) : serveBundle(root, request);
  });
}
