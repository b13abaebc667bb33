import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { numberedFiles } from '../../platform/cut-facts.ts';

/** A sounding file as the player knows it. `version` is its place among those of its cut, from 1. */
export type Track = {
  projectId: string;
  cutId: string;
  fileId: string;
  cutName: string;
  vibeName: string;
  fileName: string;
  version: number;
  /** The files of all versions that the cut had when this track was made, oldest first. */
  versionIds: readonly string[];
  /** In seconds, from the file's own header; null until the sound itself says. */
  duration: number | null;
};

/** The sounding versions of a cut, oldest first. Stems and pictures make no sound here. */
export function tracksOf(cut: Cut, vibeName: string): Track[] {
  const versions = numberedFiles(cut)
    .filter((entry): entry is { file: File; version: number } => entry.version !== null)
    .reverse();
  const versionIds = versions.map(({ file }) => file.id);
  return versions.map(({ file, version }) => ({
    projectId: cut.projectId,
    cutId: cut.id,
    fileId: file.id,
    cutName: cut.name,
    vibeName,
    fileName: file.name,
    version,
    versionIds,
    duration: file.audio?.durationSeconds ?? null,
  }));
}

/**
 * The version that a comparison goes to from the one that is shown: the one shown before it, else its neighbour; null
 * where there is only one. Done twice it leads back.
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

/** A cut with the vibe that it is in; null when the project doesn't hold it (any more). */
export function placeOfCut(project: ProjectSnapshot, cutId: string): { cut: Cut; vibeName: string } | null {
  for (const vibe of project.vibes) {
    const cut = vibe.cuts.find(({ id }) => id === cutId);
    if (cut) return { cut, vibeName: vibe.name };
  }
  return null;
}
