import { FolderCog, FolderPlus, FolderX, MoreHorizontal, Pause, Play } from 'lucide-react';
import type { Binding } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { useBindings, useProject, useProjects } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { folderStatus, routingSentence } from './folder-text.ts';
import { useChooseFolder } from './use-choose-folder.ts';

const text = bounceFoldersText;

/** The watched folders with their state. */
export function FolderList({ projectId }: { projectId: string | null }) {
  const bindings = useBindings();
  const chooseFolder = useChooseFolder();
  return (
    <PanelSection
      title={text.heading}
      actions={
        projectId && (
          <IconButton
            label={text.add}
            keys="F"
            icon={FolderPlus}
            onClick={() => void chooseFolder(projectId)}
          />
        )
      }
    >
      {bindings.error && <ErrorLine>{bindings.error.message}</ErrorLine>}
      {bindings.data?.length === 0 && <p className="px-2 text-meta text-faint">{text.empty}</p>}
      <ul>
        {bindings.data?.map((binding) => (
          <Folder key={binding.id} binding={binding} />
        ))}
      </ul>
    </PanelSection>
  );
}

const dots = { good: 'bg-good', quiet: 'bg-faint', hot: 'bg-hot', over: 'bg-over' } as const;

function Folder({ binding }: { binding: Binding }) {
  const { ask } = useFrame();
  const now = useNow();
  const projects = useProjects().data;
  const project = projects?.find(({ id }) => id === binding.projectId);
  const vibes = useProject(binding.projectId).data?.vibes;
  const status = folderStatus(binding, now);
  const name = baseName(binding.folder);
  const routing = routingSentence(
    binding.routing,
    (id) => vibes?.find((vibe) => vibe.id === id)?.name ?? null,
  );
  return (
    <li aria-label={text.named(name, status.title)} className="group rounded-md px-2 py-1 hover:bg-hover">
      <div className="flex items-center gap-2">
        <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', dots[status.tone])} />
        <span {...tooltip(binding.folder)} className="min-w-0 flex-1 truncate">
          {name}
        </span>
        <span className="shrink-0 text-meta text-faint">{status.title}</span>
        <FolderMenu binding={binding} name={name} routing={routing} />
      </div>
      <p className="truncate pl-4 text-meta text-faint">{project?.name ?? text.leftProject}</p>
      {status.sentence && (
        <p
          role={status.tone === 'over' ? 'alert' : undefined}
          className={classNames(
            'pl-4 text-meta break-words',
            status.tone === 'over' ? 'text-over' : 'text-dim',
          )}
        >
          {status.sentence}
        </p>
      )}
      {binding.olderCount > 0 && (
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 pl-4">
          <span className="text-meta text-dim">{text.existing(binding.olderCount)}</span>
          <Button className="h-6 text-meta" onClick={() => ask({ kind: 'older', bindingId: binding.id })}>
            {text.review}
          </Button>
        </div>
      )}
    </li>
  );
}

function FolderMenu({ binding, name, routing }: { binding: Binding; name: string; routing: string }) {
  const bridge = useBridge();
  const say = useSay();
  const { ask } = useFrame();
  const pause = async (paused: boolean) => {
    const answer = await bridge.invoke('bindings.update', { id: binding.id, paused });
    if (!answer.ok)
      say.failed(paused ? text.pauseFailed(name) : text.resumeFailed(name), failureSentence(answer));
  };
  return (
    <ActionMenu
      trigger={<IconButton label={commonText.optionsFor(name)} icon={MoreHorizontal} className="size-6" />}
      entries={[
        { kind: 'note', text: routing },
        { kind: 'line' },
        binding.paused
          ? { kind: 'item', label: text.menu.resume, icon: Play, onChoose: () => void pause(false) }
          : { kind: 'item', label: text.menu.pause, icon: Pause, onChoose: () => void pause(true) },
        {
          kind: 'item',
          label: text.menu.routing,
          icon: FolderCog,
          onChoose: () => ask({ kind: 'folder', bindingId: binding.id }),
        },
        { kind: 'line' },
        {
          kind: 'item',
          label: text.menu.remove,
          icon: FolderX,
          danger: true,
          onChoose: () => ask({ kind: 'remove-folder', binding }),
        },
      ]}
    />
  );
}
