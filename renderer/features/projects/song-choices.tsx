import { type SongOrder, songOrders } from '../../platform/songs.ts';
import { useStore } from '../../platform/store.ts';
import { projectsText } from '../../text/projects.ts';
import { Segments } from '../../ui/segments.tsx';
import { type SongFilter, useCommentUiState } from '../comments/port.tsx';

const songFilters: readonly SongFilter[] = ['all', 'open', 'approved'];

/** Above the list of songs: which of them, and in which order. */
export function SongChoices({ order, onOrder }: { order: SongOrder; onOrder: (order: SongOrder) => void }) {
  const { songFilter } = useCommentUiState();
  const filter = useStore(songFilter);
  return (
    // On one line also at 380 pixels.
    <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 px-4 py-2.5 max-[480px]:gap-1.5 max-[480px]:pr-3 max-[480px]:pl-2 max-[480px]:[&_label]:px-1.5">
      <Segments
        label={projectsText.filter.label}
        options={songFilters.map((value) => ({ value, text: projectsText.filter[value] }))}
        value={filter}
        onValue={(next) => songFilter.change(() => next)}
      />
      <Segments
        label={projectsText.order.label}
        options={songOrders.map((value) => ({ value, text: projectsText.order[value] }))}
        value={order}
        onValue={onOrder}
      />
    </div>
  );
}
