import { ArrowLeftRight, ImageIcon, Link, Music2 } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { type Frame, useFrame } from '../../platform/frame-context.tsx';
import { goTo } from '../../platform/route.ts';
import { musicOf } from '../../platform/song-music.ts';
import { mainMix, pictureOf } from '../../platform/songs.ts';
import { useStore } from '../../platform/store.ts';
import { cutsText } from '../../text/cuts.ts';
import { musicText } from '../../text/music.ts';
import { picturesText } from '../../text/pictures.ts';
import { Art } from '../../ui/art.tsx';
import { Button } from '../../ui/button.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { Name } from '../../ui/name.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { VersionMenu } from '../corrections/port.tsx';
import { PartyButton } from '../party/port.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { ChangeBadge, useMay, useShownProject } from '../pending/port.tsx';
import { PinIcon, pinOf, usePins } from '../pins/port.tsx';
import { comparedWith, compareRoute, type Track } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { useTakeOut } from '../to-daw/port.tsx';
import { AddVersion } from './add-version.tsx';
import { ApproveButton } from './approve-button.tsx';
import { DownloadButton } from './download-button.tsx';
import { BackLink } from './missing-cut.tsx';
import { Mixes } from './mixes.tsx';
import { NewVersionNotice } from './new-version-notice.tsx';
import { VersionTabs } from './version-tabs.tsx';

/** A song's art, name and actions, and its versions as tabs. */
export function SongHead({
  cut,
  vibeName,
  tracks,
  track,
  badge,
}: {
  cut: Cut;
  vibeName: string;
  tracks: readonly Track[];
  track: Track | null;
  badge: PendingBadge | undefined;
}) {
  const { ask } = useFrame();
  const pin = pinOf(usePins(), 'cut', cut.id);
  const other = useOther(tracks, track);
  const file = cut.files.find(({ id }) => id === track?.fileId);
  const { project } = useShownProject(cut.projectId);
  const may = useMay(cut.projectId);
  const takeOut = useTakeOut();
  const vibe = project?.vibes.find(({ id }) => id === cut.vibeId);
  const { tempo, key } = musicOf(cut, file);
  const facts = [
    vibeName === cut.name ? null : vibeName,
    tempo === undefined ? null : musicText.bpm(tempo),
    key ?? null,
  ].filter((fact) => fact !== null);
  return (
    <div className="shrink-0 bg-tint">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-6 pt-3 pb-3 max-[480px]:px-2 max-[480px]:pt-1 max-[480px]:pb-1">
        <Art name={cut.name} picture={pictureOf(vibe)} size={56} className="max-[480px]:hidden" />
        <div className="min-w-40 flex-1">
          <p className="-ml-2 flex min-w-0 items-center text-meta text-dim">
            <BackLink projectId={cut.projectId} />
            <span title={facts.join(' · ')} className="-ml-1.5 min-w-0 truncate">
              {facts.map((fact) => (
                <span key={fact}>
                  {' · '}
                  <bdi>{fact}</bdi>
                </span>
              ))}
            </span>
            {/* Beside the way back, where it moves nothing when it comes. */}
            <NewVersionNotice cutId={cut.id} tracks={tracks} className="ml-3" />
          </p>
          <div className="flex min-w-0 items-center gap-2">
            <h2 className="flex min-w-0 text-[28px] leading-[34px] font-semibold tracking-[-0.015em] max-[480px]:text-title">
              <Name>{cut.name}</Name>
            </h2>
            <PinIcon pin={pin} />
            <ChangeBadge badge={badge} />
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-1">
          {track && other && (
            <Button
              tone="quiet"
              icon={ArrowLeftRight}
              {...tooltip(cutsText.compareHint, '⇧A')}
              onClick={() => goTo(compareRoute(track, other))}
            >
              {cutsText.compare}
            </Button>
          )}
          {track && <PartyButton track={track} />}
          {may('file.upload') && <AddVersion cut={cut} />}
          {track && file && (
            <>
              {may('file.approve') && <ApproveButton file={file} name={shortName(track)} />}
              <DownloadButton file={file} />
              {may('file.share') && (
                <Button icon={Link} onClick={() => ask({ kind: 'share', of: { kind: 'file', file } })}>
                  <span className="max-w-30 truncate max-[1100px]:sr-only">
                    {cutsText.share(shortName(track))}
                  </span>
                  <span aria-hidden className="max-[480px]:hidden min-[1101px]:hidden">
                    {cutsText.shareThis}
                  </span>
                </Button>
              )}
              <VersionMenu
                cut={cut}
                file={file}
                more={[
                  ...takeOut.ofFile(cut, file),
                  ...(may('vibe.rename') ? pictureEntries(vibe, ask) : []),
                  ...(may('cut.describe') ? [musicEntry(cut, file, ask)] : []),
                ]}
              />
            </>
          )}
        </div>
      </header>
      <Mixes cut={cut} />
      <VersionTabs cut={cut} tracks={tracks} shown={track} />
    </div>
  );
}

/** A song's picture is its vibe's, so a vibe of several songs has its own in the list. */
function pictureEntries(vibe: VibeWithCuts | undefined, ask: Frame['ask']): MenuEntry[] {
  if (!vibe || !mainMix(vibe)) return [];
  const onChoose = () => ask({ kind: 'picture', of: { kind: 'song', vibe } });
  return [{ kind: 'item', label: picturesText.menu, icon: ImageIcon, onChoose }];
}

function musicEntry(cut: Cut, file: File, ask: Frame['ask']): MenuEntry {
  const onChoose = () => ask({ kind: 'song-music', cut, fileId: file.id });
  return { kind: 'item', label: musicText.menu, icon: Music2, onChoose };
}

/** Without its note, which the tab shows. */
const shortName = ({ versionName }: Track) => versionName.split(' · ')[0] ?? versionName;

/** The version to compare the shown one with. */
function useOther(tracks: readonly Track[], track: Track | null): Track | null {
  const before = useStore(useListening().compared);
  return track && comparedWith(tracks, track, before.get(track.cutId));
}
