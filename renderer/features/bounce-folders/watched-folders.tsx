import { FolderPlus } from 'lucide-react';
import { useBindings } from '../../platform/queries.ts';
import { useRoute } from '../../platform/route.ts';
import { bounceFoldersText as text } from '../../text/bounce-folders.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Folder } from './folder-list.tsx';
import { useChooseFolder } from './use-choose-folder.ts';

/** The watched folders in the settings. A new one is for the project that is open. */
export function WatchedFolders() {
  const bindings = useBindings();
  const chooseFolder = useChooseFolder();
  const route = useRoute();
  const projectId = route.name === 'project' ? route.projectId : null;
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2">
      <h3 className="px-2 text-meta font-semibold text-faint">{text.heading}</h3>
      {bindings.error && <ErrorLine>{bindings.error.message}</ErrorLine>}
      {bindings.data?.length === 0 && <p className="px-2 text-dim">{text.emptyHint}</p>}
      <ul>
        {bindings.data?.map((binding) => (
          <Folder key={binding.id} binding={binding} projectId={null} />
        ))}
      </ul>
      {projectId && (
        <Button icon={FolderPlus} className="mx-2 self-start" onClick={() => void chooseFolder(projectId)}>
          {text.addHere}
        </Button>
      )}
    </section>
  );
}
