import { stemsOf } from '../../../protocol/state/versions.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { stemTrack, type Track, tracksOf } from '../player/port.ts';
import { stemName } from '../stems/port.ts';

/** A version or stem of a project as something to play; null if it isn't there. */
export function findTrack(project: ProjectSnapshot | null | undefined, fileId: string): Track | null {
  for (const vibe of project?.vibes ?? []) {
    for (const cut of vibe.cuts) {
      const tracks = tracksOf(cut, vibe.name);
      const version = tracks.find((track) => track.fileId === fileId);
      if (version) return version;
      for (const track of tracks) {
        const stem = stemsOf(cut, track.fileId).find(({ id }) => id === fileId);
        if (stem) return stemTrack(track, stem, stemName(stem));
      }
    }
  }
  return null;
}
