import { useEffect } from 'react';
import { useChooseFolder } from '../features/bounce-folders/use-choose-folder.ts';
import { useFrame } from '../platform/frame-context.tsx';
import { may } from '../platform/permissions.ts';
import { useProjects } from '../platform/queries.ts';
import { useSession } from '../platform/session-context.tsx';
import { useChangeForm } from '../platform/window-form.ts';
import { keyAction } from './keys.ts';

/** The keys that work anywhere. `reveal` brings a side panel into sight before it gets the focus. */
export function useKeys(
  projectId: string | null,
  showNotifications: () => void,
  reveal: (side: 'left' | 'right') => void,
): void {
  const { ask, panel, showPanel, keyScope } = useFrame();
  const chooseFolder = useChooseFolder();
  const changeForm = useChangeForm();
  const { bounceFolders, miniWindow } = useSession().facts.capabilities;
  const project = useProjects().data?.find(({ id }) => id === projectId);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = keyAction(event);
      // Find doesn't change a text that is being typed, so it works there too.
      if (!action || !keyScope.isForWindow(event, { alsoWhileTyping: action === 'find' })) return;
      switch (action) {
        case 'keys':
          ask({ kind: 'keys' });
          break;
        case 'find':
          ask({ kind: 'find' });
          break;
        case 'transfers':
        case 'pending':
          showPanel(panel === action ? null : action);
          break;
        case 'new-project':
          ask({ kind: 'new-project' });
          break;
        case 'new-vibe':
          if (!projectId || (project && !may(project.role, 'vibe.create'))) return;
          ask({ kind: 'new-vibe', projectId });
          break;
        case 'invite':
          if (!project || !may(project.role, 'member.invite')) return;
          ask({ kind: 'invite', project });
          break;
        case 'bind-folder':
          if (!projectId || !bounceFolders || (project && !may(project.role, 'file.upload'))) return;
          void chooseFolder(projectId);
          break;
        case 'news':
          showNotifications();
          break;
        case 'settings':
          ask({ kind: 'settings' });
          break;
        case 'mini':
          if (!miniWindow) return;
          changeForm({ isMini: true });
          break;
        case 'go-bandmates':
          reveal('left');
          focusSoon('nav[aria-label="Places"] button[data-contact]');
          break;
        case 'go-places':
          reveal('left');
          focusSoon('nav[aria-label="Places"] a');
          break;
        case 'go-work':
          focusSoon('[role=treegrid] [role=row][tabindex="0"], main [role=slider]');
          break;
        case 'go-activity':
          reveal('right');
          focusSoon('aside [role=tabpanel] section');
          break;
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [
    ask,
    panel,
    showPanel,
    keyScope,
    projectId,
    project,
    chooseFolder,
    bounceFolders,
    miniWindow,
    changeForm,
    showNotifications,
    reveal,
  ]);
}

/** Waits for the render that the same key press may cause. */
function focusSoon(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}
