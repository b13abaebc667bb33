import { createContext, useContext } from 'react';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import type { Done } from '../ui/dialog.tsx';

/**
 * Asks for a change. Null once it is confirmed or queued: from then on it shows, with a badge until the server has
 * confirmed it. Otherwise a sentence that says why not.
 */
export type RunCommand = <Kind extends CommandKind>(
  kind: Kind,
  payload: CommandPayload<Kind>,
) => Promise<Done>;

export const RunCommandContext = createContext<RunCommand | null>(null);

export function useRunCommand(): RunCommand {
  const run = useContext(RunCommandContext);
  if (!run) throw new Error('No RunCommandContext above this component');
  return run;
}
