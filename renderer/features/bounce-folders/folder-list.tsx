import { FolderCog, FolderPlus, FolderX, MoreHorizontal, Pause, Play } from 'lucide-react';
import type { Binding } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { useBindings, useProject, useProjects, useTransfers } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { Name } from '../../ui/name.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
import { StatusLight } from '../../ui/status-light.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { useMay } from '../pending/port.tsx';
import { folderStatus, isBeingWritten, routingSentence } from './folder-text.ts';
import { useChooseFolder } from './use-choose-folder.ts';

const text = bounceFoldersText;

/** The watched folders with their state. */
export function FolderList({ projectId }: { projectId: string | null }) {
  const bindings = useBindings();
  const chooseFolder = useChooseFolder();
  const may = useMay(projectId);
  return (
    <PanelSection
      title={text.heading}
      actions={
        projectId &&
        may('file.upload') && (
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
          <Folder key={binding.id} binding={binding} projectId={projectId} />
        ))}
      </ul>
    </PanelSection>
  );
}

/** `projectId`: the project that is open; null shows the project of each. */
export function Folder({ binding, projectId }: { binding: Binding; projectId: string | null }) {
  const { ask } = useFrame();
  const now = useNow();
  const projects = useProjects().data;
  const project = projects?.find(({ id }) => id === binding.projectId);
  const vibes = useProject(binding.projectId).data?.vibes;
  const isWriting =
    useTransfers().data?.some((transfer) => transfer.bindingId === binding.id && isBeingWritten(transfer)) ??
    false;
  const status = folderStatus(binding, now, isWriting);
  const name = baseName(binding.folder);
  const routing = routingSentence(
    binding.routing,
    (id) => vibes?.find((vibe) => vibe.id === id)?.name ?? null,
  );
  return (
    <li aria-label={text.named(name, status.title)} className="group rounded-md px-2 py-1 hover:bg-hover">
      <div className="flex items-center gap-2">
        <StatusLight small tone={status.tone} />
        <span {...tooltip(binding.folder)} className="flex min-w-0 flex-1">
          <Name>{name}</Name>
        </span>
        <span className="grid shrink-0 items-center justify-items-end *:col-start-1 *:row-start-1">
          <span className="pointer-events-none text-meta text-faint group-focus-within:opacity-0 group-hover:opacity-0">
            {status.title}
          </span>
          <FolderMenu binding={binding} name={name} routing={routing} />
        </span>
      </div>
      {binding.projectId !== projectId && (
        <p className="truncate pl-5.5 text-meta text-dim">{project?.name ?? text.leftProject}</p>
      )}
      {status.sentence && (
        <p
          role={status.tone === 'trouble' ? 'alert' : undefined}
          className={classNames(
            'pl-5.5 text-meta break-words',
            status.tone === 'trouble' ? 'text-over' : 'text-dim',
          )}
        >
          {status.sentence}
        </p>
      )}
      {binding.olderCount > 0 && (
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 pl-5.5">
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
      trigger={
        <IconButton
          label={commonText.optionsFor(name)}
          icon={MoreHorizontal}
          className="-my-0.5 size-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100"
        />
      }
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
