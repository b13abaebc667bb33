import { useCallback } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { RunCommand } from '../../platform/commands.ts';
import { failureSentence } from '../../text/failures.ts';

/** Runs commands over the bridge. */
export function useCommandRunner(): RunCommand {
  const bridge = useBridge();
  return useCallback<RunCommand>(
    async (kind, payload) => {
      const answer = await bridge.invoke('commands.run', { kind, payload });
      return answer.ok ? null : failureSentence(answer);
    },
    [bridge],
  );
}
