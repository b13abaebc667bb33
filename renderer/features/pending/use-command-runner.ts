import { useCallback } from 'react';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { RunCommand } from '../../platform/commands.ts';
import { failureSentence } from '../../text/failures.ts';
import type { Pending } from './pending-view.ts';

/** Runs commands over the bridge. A refused one is taken out of what is shown. */
export function useCommandRunner(drop: Pending['drop']): RunCommand {
  const bridge = useBridge();
  return useCallback<RunCommand>(
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
