import { Menu } from '@base-ui/react/menu';
import { ChevronDown } from 'lucide-react';
import { versionName } from '../../../common/version-name.ts';
import type { StackEntry } from '../../platform/cut-facts.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatAgo } from '../../text/format.ts';
import type { Track } from '../player/port.ts';
import { SmallWave, useChooseTrack } from '../player/port.tsx';

/** The versions that have no tab, newest first, each with its waveform. */
export function EarlierVersions({
  entries,
  tracks,
  now,
}: {
  /** Oldest first. */
  entries: readonly StackEntry[];
  tracks: readonly Track[];
  now: number;
}) {
  const choose = useChooseTrack();
  const named = entries.map((entry) => ({
    entry,
    name: versionName({ ...entry.file, note: undefined }, entry.version),
  }));
  return (
    <Menu.Root>
      <Menu.Trigger className="flex w-22 shrink-0 flex-col gap-0.5 rounded-t-[10px] px-2.5 pt-2.5 pb-2 text-left text-dim hover:bg-hover data-popup-open:bg-chosen">
        <span className="flex items-center gap-1 font-semibold">
          {cutsText.earlier}
          <span className="font-normal text-faint tabular-nums">{entries.length}</span>
          <ChevronDown size={12} aria-hidden />
        </span>
        <span aria-hidden className="w-full truncate text-meta text-faint">
          {named
            .slice(0, 3)
            .map(({ name }) => name)
            .join(', ')}
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-40">
          <Menu.Popup className="max-h-[min(420px,70vh)] w-100 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-md bg-raised py-1 shadow-lift focus-visible:outline-none">
            {named.toReversed().map(({ entry, name }) => {
              const track = tracks[entry.version - 1];
              return (
                track && (
                  <Menu.Item
                    key={entry.file.id}
                    onClick={() => choose(track)}
                    className="flex h-11 cursor-default items-center gap-3 px-3 data-highlighted:bg-chosen data-highlighted:outline-none"
                  >
                    <span className="w-12 shrink-0 truncate font-semibold">{name}</span>
                    <span className="min-w-0 flex-1 truncate text-dim">
                      {entry.file.note ?? entry.file.name}
                    </span>
                    <SmallWave fileId={entry.file.id} className="h-6 w-24 shrink-0" />
                    <span className="w-12 shrink-0 text-right text-meta text-dim tabular-nums">
                      {formatAgo(Date.parse(entry.file.createdAt), now)}
                    </span>
                  </Menu.Item>
                )
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
