import { useMemo } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { type StackEntry, stackOf } from '../../platform/cut-facts.ts';
import { useNow } from '../../platform/use-now.ts';
import { cutsText } from '../../text/cuts.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useCutComments } from '../comments/port.tsx';
import type { Track } from '../player/port.ts';
import { OtherFile } from './other-file.tsx';
import { VersionRow } from './version-row.tsx';

type Item = { key: string; entry: StackEntry } | { key: string; entry: null; file: File };

/** All versions and files of the cut, newest first, each version with its stems. A click on a version shows it. */
export function VersionList({
  cut,
  tracks,
  shown,
}: {
  cut: Cut;
  tracks: readonly Track[];
  shown: Track | null;
}) {
  const now = useNow();
  const comments = useCutComments(cut.id).shown?.comments;
  const commentCounts = useMemo(
    () =>
      new Map([...Map.groupBy(comments ?? [], ({ fileId }) => fileId)].map(([id, of]) => [id, of.length])),
    [comments],
  );
  const items = useMemo((): Item[] => {
    const { versions, others } = stackOf(cut);
    return [
      ...versions.map((entry) => ({ key: entry.file.id, entry })),
      ...others.map((file) => ({ key: file.id, entry: null, file })),
    ];
  }, [cut]);
  return (
    <section
      aria-label={cutsText.versions}
      className="@container flex min-h-44 flex-1 flex-col border-t border-line"
    >
      <h3 className="px-4 pt-3 pb-1 text-meta font-semibold text-faint">
        {items.some(({ entry }) => entry === null) ? cutsText.versionsAndFiles : cutsText.versions}
      </h3>
      <VirtualList
        label={cutsText.versionsAndFilesOf(cut.name)}
        items={items}
        keyOf={({ key }) => key}
        estimate={({ entry }) => (entry ? 52 + (entry.stems.length > 0 ? 36 : 0) : 36)}
        className="flex-1 px-2 pb-2"
      >
        {(item) => {
          if (item.entry === null) return <OtherFile file={item.file} now={now} />;
          const { file } = item.entry;
          const track = tracks[item.entry.version - 1];
          return (
            track && (
              <VersionRow
                cut={cut}
                entry={item.entry}
                track={track}
                previous={tracks[item.entry.version - 2]}
                shown={shown}
                comments={commentCounts.get(file.id) ?? 0}
                now={now}
              />
            )
          );
        }}
      </VirtualList>
    </section>
  );
}
