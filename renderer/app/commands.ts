import { useCallback } from 'react';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { Done } from '../ui/dialog.tsx';
import { failureSentence } from '../words/failure-words.ts';

/**
 * Asks for a change. Null when it is confirmed, or queued: then it shows at once with a mark, and goes out by itself.
 * Else a sentence on why not.
 */
export type RunCommand = <Kind extends CommandKind>(
  kind: Kind,
  payload: CommandPayload<Kind>,
) => Promise<Done>;

export function useRunCommand(): RunCommand {
  const bridge = useBridge();
  return useCallback(
    async (kind, payload) => {
      const answer = await bridge.invoke('commands.run', { kind, payload });
      return answer.ok ? null : failureSentence(answer);
    },
    [bridge],
  );
}
