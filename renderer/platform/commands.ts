import { useCallback } from 'react';
import { type CommandKind, type CommandPayload, commandSchemas } from '../../protocol/wire/command.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePending } from '../features/pending/pending-context.tsx';
import { failureSentence } from '../text/failures.ts';
import type { Done } from '../ui/dialog.tsx';

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
  const { drop } = usePending();
  return useCallback(
    async (kind, payload) => {
      const answer = await bridge.invoke('commands.run', { kind, payload });
      if (answer.ok) return null;
      // It was in the list while it was sent, and leaves it without having been done.
      const text = JSON.stringify(commandSchemas[kind].payload.safeParse(payload).data);
      drop((operation) => operation.kind === kind && JSON.stringify(operation.payload) === text);
      return failureSentence(answer);
    },
    [bridge, drop],
  );
}
