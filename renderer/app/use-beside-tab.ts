import { type BesideTab, useCommentUiState } from '../features/comments/comment-ui-state.tsx';
import { useRoute } from '../platform/route.ts';
import { useStore } from '../platform/store.ts';

/**
 * The open tab of the side panel. Opening a song shows its comments, unless they are below its waveform and the panel
 * lies over the work; leaving it shows the activity again. An open room stays open: its moments lead to songs.
 */
export function useBesideTab(isOver: boolean): {
  tab: BesideTab;
  /** The room is left out while it is the page. */
  hasRoom: boolean;
  choose(tab: BesideTab): void;
} {
  const { chosenTab } = useCommentUiState();
  const chosen = useStore(chosenTab);
  const route = useRoute();
  const cutId = route.name === 'project' ? route.cutId : null;
  const hasRoom = !(route.name === 'project' && route.cutId === null && route.room);
  const own = cutId !== null && !isOver ? 'comments' : 'activity';
  const at = `${isOver ? 'over' : 'beside'} ${cutId ?? ''}`;
  const holds = chosen?.tab === 'room' ? hasRoom : chosen?.at === at;
  return {
    tab: chosen && holds ? chosen.tab : own,
    hasRoom,
    choose: (tab) => chosenTab.change(() => ({ tab, at })),
  };
}
