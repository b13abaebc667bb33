import { Check, FilePlus, FolderPlus, UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { useBindings, useTransfers } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { firstRunText } from '../../text/first-run.ts';
import { baseName } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useChooseFolder } from '../bounce-folders/port.ts';
import { sortTransfers, transferSentence } from '../transfers/port.ts';

/** Guides the user in a project without cuts. It goes away with the first bounce. */
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
  /** The number of the first step that everyone has. */
  const first = bounceFolders ? 2 : 1;
  const now = useNow();
  const folder = useBindings().data?.find(({ projectId }) => projectId === project.id);
  const coming = sortTransfers(useTransfers().data ?? []).find(
    (transfer) => transfer.projectId === project.id && transfer.state.kind !== 'done',
  );
  return (
    <section
      aria-label={firstRunText.label}
      className="mx-auto flex min-h-0 w-full max-w-140 shrink flex-col gap-1 overflow-y-auto px-6 py-8"
    >
      <h2 className="pb-3 text-title font-semibold">{firstRunText.title}</h2>
      <ol className="flex flex-col">
        {bounceFolders && (
          <Step number={1} done={Boolean(folder)} title={firstRunText.pickFolder}>
            {folder ? (
              <p className="wrap-anywhere text-dim">{firstRunText.watching(folder.folder)}</p>
            ) : (
              <Button tone="primary" icon={FolderPlus} onClick={() => void chooseFolder(project.id)}>
                {firstRunText.chooseFolder}
              </Button>
            )}
          </Step>
        )}
        <Step
          number={first}
          done={false}
          title={bounceFolders ? firstRunText.bounceOrDrop : firstRunText.drop}
        >
          <p role="status" className="break-words text-dim">
            {coming
              ? firstRunText.progress(coming.name, transferSentence(coming, now))
              : folder
                ? firstRunText.bounceInto(baseName(folder.folder))
                : firstRunText.formats}
          </p>
          <Button icon={FilePlus} onClick={onChooseFiles}>
            {firstRunText.chooseFiles}
          </Button>
        </Step>
        {may(project.role, 'member.invite') && (
          <Step number={first + 1} done={project.members.length > 1} title={firstRunText.inviteBand}>
            <Button icon={UserPlus} onClick={() => ask({ kind: 'invite', project })}>
              {firstRunText.invite}
            </Button>
          </Step>
        )}
      </ol>
    </section>
  );
}

export function Step({
  number,
  done,
  title,
  children,
}: {
  number: number;
  done: boolean;
  title: string;
  children: ReactNode;
}) {
  return (
    <li className="flex gap-4 border-t border-line py-4 first:border-t-0">
      <span
        aria-hidden
        className={classNames(
          'flex size-6 shrink-0 items-center justify-center rounded-full text-meta font-semibold tabular-nums',
          done ? 'bg-good-wash text-good' : 'bg-chosen text-dim',
        )}
      >
        {done ? <Check size={14} /> : number}
      </span>
      <div className="flex min-w-0 flex-col items-start gap-2">
        <h3 className="text-head font-medium">
          {title}
          {done && <span className="sr-only">{firstRunText.done}</span>}
        </h3>
        {children}
      </div>
    </li>
  );
}
