import { overlayProject } from '../../commands/overlay-project.ts';
import { versionName } from '../../common/version-name.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import { versionsOf } from '../../protocol/state/versions.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { AccountRuntime } from '../runtime/account.ts';

export type LocalVersion = { id: string; name: string; seconds: number | null };

export type LocalSong = {
  id: string;
  name: string;
  /** How it differs from the main mix; null for the main mix. */
  alternate: string | null;
  project: { id: string; name: string };
  /** Where the band's bounces of the song begin in the DAW, in seconds; null if nobody has said so. */
  dawStart: number | null;
  /** Oldest first. */
  versions: LocalVersion[];
};

/** A project with the account's pending changes; null if it isn't on this computer. */
export function shownProject(
  { cache, outbox, account }: Pick<AccountRuntime, 'cache' | 'outbox' | 'account'>,
  projectId: string,
): ProjectSnapshot | null {
  const held = cache.readProject(projectId);
  return held ? overlayProject(held, outbox.listShown(), account).project : null;
}

/** A song by its id, or by that of one that was merged into it. */
export function findSong(
  account: Pick<AccountRuntime, 'cache' | 'outbox' | 'account'>,
  songId: string,
): { project: ProjectSnapshot; cut: Cut } | null {
  const projectId = account.cache.findProjectOf(songId) ?? account.outbox.projectOf(songId);
  const project = projectId === undefined ? null : shownProject(account, projectId);
  const cut = project && findCut(project, songId);
  return project && cut ? { project, cut } : null;
}

export function describeSong(cut: Cut, project: Pick<ProjectSnapshot, 'id' | 'name'>): LocalSong {
  return {
    ...{ id: cut.id, name: cut.name, alternate: cut.alternate ?? null },
    ...{ project: { id: project.id, name: project.name }, dawStart: cut.music?.dawStart ?? null },
    versions: versionsOf(cut).map((file, index) => ({
      id: file.id,
      name: versionName(file, index + 1),
      seconds: file.audio?.durationSeconds ?? null,
    })),
  };
}

/** The songs of a project, the one that changed last first. */
export function listSongs(project: ProjectSnapshot): LocalSong[] {
  const changedAt = ({ createdAt, files }: Cut) =>
    [createdAt, ...files.map((file) => file.createdAt)].sort().at(-1);
  return project.vibes
    .flatMap(({ cuts }) => cuts)
    .map((cut) => ({ cut, at: changedAt(cut) ?? '' }))
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .map(({ cut }) => describeSong(cut, project));
}
