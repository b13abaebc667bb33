import { done, type HandlersOf } from '../../client/account/handlers/handlers.ts';
import { callText } from '../text/shell.ts';
import type { MiniWindow } from './mini-window.ts';

/** Answers the calls about the window's form. */
export function createWindowHandlers(currentMini: () => MiniWindow | undefined): HandlersOf<'window'> {
  const noWindow = { ok: false, kind: 'not-found', message: callText.noWindow } as const;
  return {
    'window.form': async () => {
      const mini = currentMini();
      return mini ? done(mini.form()) : noWindow;
    },
    'window.change': async (change) => {
      const mini = currentMini();
      return mini ? done(mini.change(change)) : noWindow;
    },
  };
}
