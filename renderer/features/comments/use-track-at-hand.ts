import { useMemo } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRoute } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { placeOfCut, shownTrack, type Track, tracksOf } from '../player/port.ts';
import { useListening, usePlayerState } from '../player/port.tsx';

/** The version that a time without a song means in a conversation: that of the open song, else what is in the player. */
export function useTrackAtHand(project: ProjectSnapshot | null): Track | null {
  const route = useRoute();
  const heard = usePlayerState().track;
  const selections = useStore(useListening().selections);
  const openId = route.name === 'project' ? route.cutId : null;
  const place = useMemo(
    () => (project && openId !== null ? placeOfCut(project, openId) : null),
    [project, openId],
  );
  const tracks = useMemo(() => (place ? tracksOf(place.cut, place.vibeName) : []), [place]);
  if (place) return shownTrack(tracks, selections.get(place.cut.id));
  return heard && (project === null || heard.projectId === project.id) ? heard : null;
}
