import { useCallback } from 'react';
import { newId } from '../../../common/new-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { goTo } from '../../platform/route.ts';
import { dropText } from '../../text/drop.ts';
import type { Done } from '../../ui/dialog.tsx';
import { useSay } from '../../ui/messages.tsx';
import { useTakeFiles } from '../drop/port.tsx';
import { isMadeHere } from '../pending/port.ts';

/** Creates a project, opens it, and uploads the files to it. */
export function useStartProject(): (name: string, files?: readonly globalThis.File[]) => Promise<Done> {
  const bridge = useBridge();
  const run = useRunCommand();
  const say = useSay();
  const take = useTakeFiles();
  return useCallback(
    async (name, files = []) => {
      const id = newId();
      const failure = await run('project.create', { id, name });
      if (failure !== null) return failure;
      goTo({ name: 'project', projectId: id, cutId: null });
      if (files.length === 0) return null;
      const target = { kind: 'project', projectId: id } as const;
      const pending = await bridge.invoke('outbox.list', null);
      if (pending.ok && isMadeHere(pending.data, target))
        say.failed(dropText.tooEarly, dropText.tooEarlyHint);
      else take(files, target);
      return null;
    },
    [bridge, run, say, take],
  );
}
