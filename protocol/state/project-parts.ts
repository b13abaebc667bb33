import type { Cut } from '../wire/cut.ts';
import type { File } from '../wire/file.ts';
import type { ProjectSnapshot } from '../wire/project.ts';
import type { VibeWithCuts } from '../wire/vibe.ts';

/** The cut that has this id now. */
export function cutWithId(project: ProjectSnapshot, cutId: string): Cut | undefined {
  for (const vibe of project.vibes) {
    const cut = vibe.cuts.find((candidate) => candidate.id === cutId);
    if (cut) return cut;
  }
  return undefined;
}

export function byOrder<Item extends { order: number; id: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** The server's order, also when its clock was set back: by time, then by id. */
export function byAge<Item>(items: Item[], keyOf: (item: Item) => [time: string, id: string]): Item[] {
  return items.sort((a, b) => (keyOf(a).join(' ') < keyOf(b).join(' ') ? -1 : 1));
}

export function mapVibe(
  project: ProjectSnapshot,
  vibeId: string,
  change: (vibe: VibeWithCuts) => VibeWithCuts,
): ProjectSnapshot {
  return { ...project, vibes: project.vibes.map((vibe) => (vibe.id === vibeId ? change(vibe) : vibe)) };
}

export function mapCutVibe(
  project: ProjectSnapshot,
  cutId: string,
  change: (vibe: VibeWithCuts) => VibeWithCuts,
): ProjectSnapshot {
  const vibe = project.vibes.find((candidate) => candidate.cuts.some((cut) => cut.id === cutId));
  return vibe ? mapVibe(project, vibe.id, change) : project;
}

export function mapCut(project: ProjectSnapshot, cutId: string, change: (cut: Cut) => Cut): ProjectSnapshot {
  return mapCutVibe(project, cutId, (vibe) => ({
    ...vibe,
    cuts: vibe.cuts.map((cut) => (cut.id === cutId ? change(cut) : cut)),
  }));
}

export function mapFile(
  project: ProjectSnapshot,
  cutId: string,
  fileId: string,
  change: (file: File) => File,
): ProjectSnapshot {
  return mapCut(project, cutId, (cut) => ({
    ...cut,
    files: cut.files.map((file) => (file.id === fileId ? change(file) : file)),
  }));
}

export function countComments(project: ProjectSnapshot, cutId: string, more: number): ProjectSnapshot {
  return mapCut(project, cutId, (cut) => ({ ...cut, commentCount: Math.max(0, cut.commentCount + more) }));
}
