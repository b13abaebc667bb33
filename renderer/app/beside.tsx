import { Tabs } from '@base-ui/react/tabs';
import { ActivityList } from '../features/activity/activity-list.tsx';
import { useCommentUiState } from '../features/comments/comment-ui-state.tsx';
import { CommentsPanel } from '../features/comments/comments-panel.tsx';
import { usePlayerState } from '../features/player/listening.tsx';
import { useRoute } from '../platform/route.ts';
import { useStore } from '../platform/store.ts';
import { appText } from '../text/app.ts';

const tabClass =
  'flex h-full items-center border-b-2 border-transparent px-1 text-head font-semibold text-dim hover:text-text focus-visible:-outline-offset-2 data-active:border-accent data-active:text-text';

/** Activity and comments in the side panel. The comments are those of the open cut, else of the one in the player. */
export function Beside({ projectId }: { projectId: string }) {
  const { tab } = useCommentUiState();
  const shown = useStore(tab);
  const route = useRoute();
  const sounding = usePlayerState().track;
  const openId = route.name === 'project' ? route.cutId : null;
  const cutId = openId ?? (sounding?.projectId === projectId ? sounding.cutId : null);
  return (
    <Tabs.Root
      value={shown}
      onValueChange={(next: 'activity' | 'comments') => tab.change(() => next)}
      className="flex h-full min-h-0 flex-col"
    >
      <Tabs.List
        aria-label={appText.besideTheWork}
        activateOnFocus
        className="flex h-13 shrink-0 items-center gap-4 border-b border-line px-4"
      >
        <Tabs.Tab value="activity" className={tabClass}>
          {appText.activity}
        </Tabs.Tab>
        <Tabs.Tab value="comments" className={tabClass}>
          {appText.comments}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="activity" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <ActivityList projectId={projectId} />
      </Tabs.Panel>
      <Tabs.Panel value="comments" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <h2 className="sr-only">{appText.comments}</h2>
        {cutId ? (
          <CommentsPanel key={cutId} projectId={projectId} cutId={cutId} />
        ) : (
          <p className="px-4 py-3 text-faint">{appText.openCutForComments}</p>
        )}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
