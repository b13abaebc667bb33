import { findCut } from '../../protocol/state/project-state.ts';
import { versionsOf } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Route } from './route.ts';

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

/** A file where it is now, with its number among the versions of its cut. Stems and pictures have none. */
export type FilePlace = { cut: Cut; vibeName: string; file: File; version: number | null };

export function findFile(project: ProjectSnapshot, fileId: string): FilePlace | null {
  for (const vibe of project.vibes)
    for (const cut of vibe.cuts) {
      const file = cut.files.find(({ id }) => id === fileId);
      if (!file) continue;
      const index = versionsOf(cut).indexOf(file);
      return { cut, vibeName: vibe.name, file, version: index < 0 ? null : index + 1 };
    }
  return null;
}

/** The same place after moves and merges: a version is shown in its cut, and a merged cut's id means the other one. */
export function currentPlace(route: CutRoute, project: ProjectSnapshot): CutRoute {
  const { cutId, fileId } = route;
  const moved = fileId === undefined ? null : findFile(project, fileId);
  const cut = moved?.cut ?? findCut(project, cutId);
  return cut === undefined || cut.id === cutId ? route : { ...route, cutId: cut.id };
}
