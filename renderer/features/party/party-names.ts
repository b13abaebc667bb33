import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { partyText } from '../../text/party.ts';
import { findTrack } from './find-track.ts';

/** The name of a sound, such as “Sunset Groove v3”. */
export function nameOfSound(project: ProjectSnapshot | null | undefined, fileId: string): string {
  const track = findTrack(project, fileId);
  if (!track) return partyText.unknownSong;
  // Without its note.
  const version = track.versionName.split(' · ')[0] ?? '';
  return track.stem ? `${track.cutName} · ${track.stem.name}` : partyText.song(track.cutName, version);
}

export function nameOfMember(project: ProjectSnapshot | null | undefined, userId: string): string {
  return project?.members.find(({ user }) => user.id === userId)?.user.name ?? partyText.someone;
}
