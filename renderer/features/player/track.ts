import { versionName } from '../../../common/version-name.ts';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Route } from '../../platform/route.ts';

/** A playable version of a cut. `version` is its number, from 1. */
export type Track = {
  projectId: string;
  cutId: string;
  fileId: string;
  cutName: string;
  vibeName: string;
  fileName: string;
  version: number;
  /** Its label with the note, or its number, such as `v2 · louder`. */
  versionName: string;
  /** The files of all versions that the cut had when this track was made, oldest first. */
  versionIds: readonly string[];
  /** Set if it is a stem of that version: its name. Then `version` and `versionName` are those of the version. */
  stem?: { name: string; versionId: string };
  /** In seconds, from the file's header; null if the header doesn't state it. */
  duration: number | null;
  /** Integrated, in LUFS; null while it isn't measured, and for silence. */
  loudness: number | null;
  /** Of its compressed copy, in bytes; absent while there is none. */
  compressedSize?: number;
};

/** The versions of a cut, oldest first. Stems and pictures are not playable. */
export function tracksOf(cut: Cut, vibeName: string): Track[] {
  const versions = versionsOf(cut);
  const versionIds = versions.map(({ id }) => id);
  return versions.map((file, index) => ({
    projectId: cut.projectId,
    cutId: cut.id,
    fileId: file.id,
    cutName: cut.name,
    vibeName,
    fileName: file.name,
    version: index + 1,
    versionName: versionName(file, index + 1),
    versionIds,
    duration: file.audio?.durationSeconds ?? null,
    loudness: file.loudness?.integrated ?? null,
    ...(file.compressedSize !== undefined && { compressedSize: file.compressedSize }),
  }));
}

/** A stem as something to play. `version` is the track of the version that it belongs to. */
export function stemTrack(version: Track, stem: File, name: string): Track {
  const { compressedSize: _ofVersion, ...rest } = version;
  return {
    ...rest,
    ...(stem.compressedSize !== undefined && { compressedSize: stem.compressedSize }),
    fileId: stem.id,
    fileName: stem.name,
    stem: { name, versionId: version.fileId },
    duration: stem.audio?.durationSeconds ?? null,
  };
}

/**
 * The version that a comparison switches to: the one shown before, else a neighbour; null if there is only one. Comparing
 * twice leads back.
 */
export function comparedWith(
  tracks: readonly Track[],
  shown: Track,
  beforeId: string | undefined,
): Track | null {
  const before = tracks.find(({ fileId }) => fileId === beforeId && fileId !== shown.fileId);
  const index = tracks.findIndex(({ fileId }) => fileId === shown.fileId);
  return before ?? tracks[index - 1] ?? tracks[index + 1] ?? null;
}

/** The comparison of two versions of a cut: the older one is A. */
export function compareRoute(one: Track, other: Track): Route {
  const [a, b] = one.version < other.version ? [one, other] : [other, one];
  const compare = { a: a.fileId, b: b.fileId };
  return { name: 'project', projectId: one.projectId, cutId: one.cutId, compare };
}

/** A cut with the name of its vibe; null if the project doesn't contain it. */
export function placeOfCut(project: ProjectSnapshot, cutId: string): { cut: Cut; vibeName: string } | null {
  for (const vibe of project.vibes) {
    const cut = vibe.cuts.find(({ id }) => id === cutId);
    if (cut) return { cut, vibeName: vibe.name };
  }
  return null;
}

/** Whether the player has that version, or a stem of it. */
export function hasVersion(inPlayer: Track | null, version: Track): boolean {
  return (inPlayer?.stem?.versionId ?? inPlayer?.fileId) === version.fileId;
}
