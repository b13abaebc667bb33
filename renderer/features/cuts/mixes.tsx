import { useEffect, useMemo, useRef } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { goTo } from '../../platform/route.ts';
import { alternateName, mixesOf } from '../../platform/songs.ts';
import { cutsText } from '../../text/cuts.ts';
import { Segments } from '../../ui/segments.tsx';
import { useShownProject } from '../pending/port.tsx';
import { useListening } from '../player/port.tsx';

/** Leads to the other mixes of the song: the main mix, the instrumental and so on. Nothing if there is only one. */
export function Mixes({ cut }: { cut: Cut }) {
  const { project } = useShownProject(cut.projectId);
  const vibe = project?.vibes.find(({ id }) => id === cut.vibeId);
  const mixes = useMemo(() => (vibe ? mixesOf(vibe) : []), [vibe]);
  const { chosenMix } = useListening();
  const box = useRef<HTMLDivElement>(null);
  const isThere = mixes.length > 0;
  useEffect(() => {
    if (!isThere || chosenMix.get() !== cut.id) return;
    chosenMix.change(() => null);
    box.current?.querySelector<HTMLElement>('input:checked')?.focus();
  }, [isThere, chosenMix, cut.id]);
  if (!isThere) return null;
  return (
    <div ref={box} className="overflow-x-auto px-6 pb-3 max-[480px]:px-2 max-[480px]:pb-2">
      <Segments
        label={cutsText.mixes}
        value={cut.id}
        onValue={(cutId) => {
          chosenMix.change(() => cutId);
          goTo({ name: 'project', projectId: cut.projectId, cutId });
        }}
        options={mixes.map((mix, index) => ({
          value: mix.id,
          text: index === 0 ? cutsText.mainMix : alternateName(mix),
        }))}
      />
    </div>
  );
}
