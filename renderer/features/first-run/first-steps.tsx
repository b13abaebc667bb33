import { Check, FilePlus, Folder, FolderPlus, UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { hueOf } from '../../../common/hue.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { useBindings, useTransfers } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { firstRunText } from '../../text/first-run.ts';
import { baseName } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import { useChooseFolder } from '../bounce-folders/port.ts';
import { sortTransfers, transferSentence } from '../transfers/port.ts';

/** Leads the user on in a project without songs. It goes away with the first bounce. */
export function FirstSteps({
  project,
  onChooseFiles,
}: {
  project: ProjectSnapshot;
  onChooseFiles: () => void;
}) {
  const { ask } = useFrame();
  const chooseFolder = useChooseFolder();
  const { bounceFolders } = useSession().facts.capabilities;
  const now = useNow();
  const folder = useBindings().data?.find(({ projectId }) => projectId === project.id);
  const coming = sortTransfers(useTransfers().data ?? []).find(
    (transfer) => transfer.projectId === project.id && transfer.state.kind !== 'done',
  );
  return (
    <section
      aria-label={firstRunText.label}
      className="m-auto flex max-h-full w-full max-w-170 flex-col items-center gap-6 overflow-y-auto px-6 py-8 text-center"
    >
      <EmptyPicture name="journey" hue={hueOf(project.name)} />
      <header className="flex flex-col gap-1.5">
        <h2 className="text-page font-semibold max-[480px]:text-title">
          {bounceFolders ? firstRunText.title : firstRunText.drop}
        </h2>
        <p className="text-dim">{firstRunText.promise}</p>
      </header>
      {bounceFolders && (
        <FolderCard
          title={folder ? baseName(folder.folder) : firstRunText.pickFolder}
          detail={folder ? firstRunText.watching(folder.folder) : firstRunText.pickFolderHint}
          isDone={folder !== undefined}
        >
          {!folder && (
            <Button
              tone="primary"
              icon={FolderPlus}
              className="h-8 px-3"
              onClick={() => void chooseFolder(project.id)}
            >
              {firstRunText.chooseFolder}
            </Button>
          )}
        </FolderCard>
      )}
      <p role="status" className="wrap-anywhere text-dim">
        {coming
          ? firstRunText.progress(coming.name, transferSentence(coming, now))
          : folder
            ? firstRunText.bounceInto(baseName(folder.folder))
            : firstRunText.formats}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button tone="quiet" icon={FilePlus} onClick={onChooseFiles}>
          {firstRunText.chooseFiles}
        </Button>
        {may(project.role, 'member.invite') && (
          <Button tone="quiet" icon={UserPlus} onClick={() => ask({ kind: 'invite', project })}>
            {firstRunText.invite}
          </Button>
        )}
      </div>
    </section>
  );
}

function FolderCard({
  title,
  detail,
  isDone,
  children,
}: {
  title: string;
  detail: string;
  isDone: boolean;
  children: ReactNode;
}) {
  const Icon = isDone ? Check : Folder;
  return (
    <div className="flex w-full flex-wrap items-center gap-4 rounded-card border border-line bg-card px-4 py-3.5 text-left">
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-md bg-chosen text-dim"
      >
        <Icon size={18} className={isDone ? 'text-good' : undefined} />
      </span>
      <span className="min-w-40 flex-1">
        <span className="block truncate font-semibold">{title}</span>
        <span className="block text-meta wrap-anywhere text-dim">{detail}</span>
      </span>
      {children}
    </div>
  );
}
