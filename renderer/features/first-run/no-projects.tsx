import { LinkIcon } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { readSongName } from '../../../common/song-names/read-song-name.ts';
import { nameSchema } from '../../../protocol/wire/id.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { commonText } from '../../text/common.ts';
import { firstRunText } from '../../text/first-run.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { DropHint, useDrag } from '../drop/port.tsx';
import { useStartProject } from './use-start-project.ts';

/** The first screen of a new user: names a project, takes a first bounce, or joins a band. */
export function NoProjects() {
  const { ask } = useFrame();
  const { account } = useSession();
  const say = useSay();
  const start = useStartProject();
  const { intent, zone } = useDrag({
    intentOf: ({ kind }) => (kind === 'files' ? { kind: 'new-project' } : null),
    onFiles: async (files) => {
      const failure = await start(nameFrom(files), files);
      if (failure !== null) say.failed(firstRunText.notCreated, failure);
    },
  });
  return (
    <section
      aria-label={firstRunText.label}
      className="relative flex min-h-0 flex-1 overflow-y-auto px-6 py-8"
      {...zone}
    >
      <div className="m-auto flex w-full max-w-140 flex-col items-center gap-6 text-center">
        <EmptyPicture name="journey" />
        <header className="flex flex-col gap-1.5">
          <h2 className="text-page font-semibold wrap-anywhere max-[480px]:text-title">
            {firstRunText.welcome(account.name)}
          </h2>
          <p className="text-dim">{firstRunText.introduction}</p>
        </header>
        <NameProject start={start} />
        <p className="text-dim">{firstRunText.orDrop}</p>
        <Button tone="quiet" icon={LinkIcon} onClick={() => ask({ kind: 'join-project' })}>
          {firstRunText.acceptInvitation}
        </Button>
      </div>
      {intent && <DropHint intent={intent} />}
    </section>
  );
}

function NameProject({ start }: { start: (name: string) => Promise<string | null> }) {
  const id = useId();
  const [name, setName] = useState('');
  const { busy, error, run } = useAction(() => {});
  const create = async () => {
    const parsed = nameSchema.safeParse(name);
    return parsed.success ? start(parsed.data) : commonText.nameProblem(parsed.error.issues[0]?.message);
  };
  return (
    <form
      noValidate
      className="flex w-full max-w-105 flex-col gap-1.5 text-left"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        run(create);
      }}
    >
      <label htmlFor={id} className="text-meta font-medium text-dim">
        {firstRunText.projectName}
      </label>
      <div className="flex gap-2 max-[480px]:flex-col">
        <input
          id={id}
          // The only field of the first screen.
          // biome-ignore lint/a11y/noAutofocus: nothing else is asked here
          autoFocus
          spellCheck={false}
          placeholder={firstRunText.projectExample}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="h-10 min-w-0 flex-1 rounded-md border max-[480px]:flex-none border-line-strong bg-well px-3 text-[15px] text-text placeholder:text-faint"
        />
        <Button type="submit" tone="primary" busy={busy} className="h-10 px-4">
          {firstRunText.createProject}
        </Button>
      </div>
      {error && <ErrorLine>{error}</ErrorLine>}
    </form>
  );
}

/** A project is called after the folder or the song that was dropped. */
function nameFrom(files: readonly globalThis.File[]): string {
  const [first] = files;
  const folder = first?.webkitRelativePath.split('/')[0];
  const name = folder || readSongName(first?.name ?? '').title;
  return nameSchema.safeParse(name).data ?? firstRunText.newProject;
}
