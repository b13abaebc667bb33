import { Check, FilePlus, Folder, FolderPlus, type LucideIcon, UserPlus, Users } from 'lucide-react';
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
      <ol className="flex w-full flex-col gap-2.5">
        <Step
          icon={folder ? Check : Folder}
          isDone={folder !== undefined}
          title={
            folder
              ? baseName(folder.folder)
              : bounceFolders
                ? firstRunText.pickFolder
                : firstRunText.pickFiles
          }
          detail={
            folder
              ? firstRunText.watching(folder.folder)
              : bounceFolders
                ? firstRunText.pickFolderHint
                : firstRunText.formats
          }
        >
          {bounceFolders && !folder && (
            <Button
              tone="primary"
              icon={FolderPlus}
              className="h-8 px-3"
              onClick={() => void chooseFolder(project.id)}
            >
              {firstRunText.chooseFolder}
            </Button>
          )}
          <Button
            tone={bounceFolders ? 'quiet' : 'primary'}
            icon={FilePlus}
            className="h-8 px-3"
            onClick={onChooseFiles}
          >
            {firstRunText.chooseFiles}
          </Button>
        </Step>
        {may(project.role, 'member.invite') && (
          <Step icon={Users} isDone={false} title={firstRunText.inviteTitle} detail={firstRunText.inviteHint}>
            <Button icon={UserPlus} className="h-8 px-3" onClick={() => ask({ kind: 'invite', project })}>
              {firstRunText.invite}
            </Button>
          </Step>
        )}
      </ol>
      <p role="status" className="wrap-anywhere text-dim">
        {coming
          ? firstRunText.progress(coming.name, transferSentence(coming, now))
          : folder
            ? firstRunText.bounceInto(baseName(folder.folder))
            : bounceFolders && firstRunText.orDropFiles}
      </p>
    </section>
  );
}

function Step({
  icon: Icon,
  isDone,
  title,
  detail,
  children,
}: {
  icon: LucideIcon;
  isDone: boolean;
  title: string;
  detail: string;
  children: ReactNode;
}) {
  return (
    <li className="flex w-full flex-wrap items-center gap-4 rounded-card border border-line bg-card px-4 py-3.5 text-left">
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
      <span className="flex flex-wrap gap-2">{children}</span>
    </li>
  );
}
