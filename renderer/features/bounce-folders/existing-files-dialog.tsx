import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OlderBounce } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { keys, useBindings } from '../../platform/queries.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName, formatBytes, formatDay } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { type Done, Modal, useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';

const text = bounceFoldersText.existingDialog;

/** The bounces that were in a folder before it was watched: upload all, some or none of them. */
export function ExistingFiles({ bindingId, onClose }: { bindingId: string; onClose: () => void }) {
  const bridge = useBridge();
  const binding = useBindings().data?.find(({ id }) => id === bindingId);
  const older = useQuery({
    queryKey: keys.older(bindingId),
    queryFn: () => read(bridge, 'bindings.older', { id: bindingId }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal
      wide
      title={text.title}
      description={text.description(binding ? baseName(binding.folder) : null)}
      onClose={onClose}
    >
      {older.isPending && <Skeleton rows={5} label={text.loading} />}
      {older.error && <ErrorLine>{older.error.message}</ErrorLine>}
      {older.data && <Chooser bindingId={bindingId} bounces={older.data} onClose={onClose} />}
    </Modal>
  );
}

function Chooser({
  bindingId,
  bounces,
  onClose,
}: {
  bindingId: string;
  bounces: OlderBounce[];
  onClose: () => void;
}) {
  const bridge = useBridge();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decide = async (paths: string[]): Promise<Done> => {
    const answer = await bridge.invoke('bindings.decideOlder', { id: bindingId, upload: paths });
    return answer.ok ? null : failureSentence(answer);
  };
  const { busy, error, run } = useAction(onClose);
  const start = (paths: string[]) => run(() => decide(paths));
  const toggle = (path: string) => {
    const next = new Set(chosen);
    if (!next.delete(path)) next.add(path);
    setChosen(next);
  };
  const size = bounces.filter(({ path }) => chosen.has(path)).reduce((sum, bounce) => sum + bounce.size, 0);
  const all = chosen.size === bounces.length && bounces.length > 0;
  return (
    <div className="flex min-h-0 flex-col gap-4">
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-3.5 accent-accent"
          checked={all}
          onChange={() => setChosen(all ? new Set() : new Set(bounces.map(({ path }) => path)))}
        />
        <span className="flex-1">{text.selectAll}</span>
        {chosen.size > 0 && <span className="text-meta text-dim tabular-nums">{formatBytes(size)}</span>}
      </label>
      <VirtualList
        label={text.list}
        items={bounces}
        keyOf={(bounce) => bounce.path}
        estimate={() => 32}
        className="h-72 shrink rounded-md border border-line"
      >
        {(bounce) => (
          <label className="flex h-8 items-center gap-2.5 px-3 hover:bg-hover">
            <input
              type="checkbox"
              className="size-3.5 shrink-0 accent-accent"
              checked={chosen.has(bounce.path)}
              onChange={() => toggle(bounce.path)}
            />
            <span title={bounce.relativePath} className="min-w-0 flex-1 truncate">
              {bounce.relativePath}
            </span>
            <span className="text-meta text-dim tabular-nums">{formatBytes(bounce.size)}</span>
            <span className="w-16 text-right text-meta text-dim">
              {formatDay(bounce.modifiedAt, Date.now())}
            </span>
          </label>
        )}
      </VirtualList>
      {error && <ErrorLine>{error}</ErrorLine>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button busy={busy} onClick={() => start([])}>
          {text.ignoreAll}
        </Button>
        <Button busy={busy} onClick={() => start(bounces.map(({ path }) => path))}>
          {text.uploadAll}
        </Button>
        <Button tone="primary" busy={busy} disabled={chosen.size === 0} onClick={() => start([...chosen])}>
          {text.uploadSelected(chosen.size)}
        </Button>
      </div>
    </div>
  );
}
