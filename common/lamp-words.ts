import { plural } from './plural.ts';
import { updateWords } from './update-words.ts';

/** The state of the lamp, without the details for which only the screen has room. */
export type LampFacts =
  | { kind: 'needs-you'; asking: number }
  | { kind: 'refused'; refused: number }
  | { kind: 'folders'; troubled: number }
  | { kind: 'recording'; minutesLeft: number | null }
  | { kind: 'preparing' | 'uploading'; open: number }
  | { kind: 'waiting'; open: number; for: 'network' | 'server' | 'paused' }
  | { kind: 'pending'; changes: number }
  | {
      kind:
        | 'signed-out'
        | 'app-needs-update'
        | 'server-needs-update'
        | 'settling'
        | 'offline'
        | 'nothing'
        | 'idle';
    };

/** The words of the lamp, the same on the screen and in the tray. */
export function lampWords(lamp: LampFacts): string {
  switch (lamp.kind) {
    case 'needs-you':
      return lamp.asking === 1 ? '1 file needs you' : `${lamp.asking} files need you`;
    case 'refused':
      return `${plural(lamp.refused, 'change')} refused`;
    case 'folders':
      return `${plural(lamp.troubled, 'folder')} not watched`;
    case 'recording':
      return lamp.minutesLeft === null ? 'Paused until you resume' : `Paused · ${lamp.minutesLeft} min left`;
    case 'preparing':
      return `Preparing ${plural(lamp.open, 'file')}`;
    case 'uploading':
      return `Uploading ${plural(lamp.open, 'file')}`;
    case 'waiting':
      return `${plural(lamp.open, 'file')} ${lamp.for === 'paused' ? 'paused' : `waiting for the ${lamp.for}`}`;
    case 'pending':
      return `Sending ${plural(lamp.changes, 'change')}`;
    case 'signed-out':
      return 'Signed out';
    case 'app-needs-update':
      return updateWords.app.title;
    case 'server-needs-update':
      return updateWords.server.title;
    case 'settling':
      return 'Waiting for your DAW to finish';
    case 'offline':
      return 'Offline';
    case 'nothing':
      return 'Nothing to upload';
    case 'idle':
      return 'All safe';
  }
}
