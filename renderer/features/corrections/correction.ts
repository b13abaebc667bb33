import { stemsOf, versionsOf } from '../../../protocol/state/versions.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import type { Vibe } from '../../../protocol/wire/vibe.ts';
import { correctionsText } from '../../text/corrections.ts';
import type { DeletedEntry } from './deleted-entries.ts';

/** A change of where versions belong: `said` once it is done, and the commands that do it and take it back. */
export type Correction = { said: string; steps: Command[]; undo: Command[] };

/**
 * Moves one version to another cut. A cut's only version takes the whole cut with it, so that no empty cut is left.
 * `commentIds`: the comments of the version's cut, if they are known.
 */
export function moveVersion(from: Cut, file: File, target: Cut, commentIds?: string[]): Correction {
  if (isOnlyVersion(from, file)) {
    const said = correctionsText.said.moved(file.name, target.name);
    return { ...mergeCuts(from, target, commentIds), said };
  }
  return {
    said: correctionsText.said.moved(file.name, target.name),
    steps: [{ kind: 'file.move', payload: { id: file.id, targetCutId: target.id } }],
    undo: [{ kind: 'file.move', payload: { id: file.id, targetCutId: from.id, ...placeOf(file) } }],
  };
}

/** Moves everything of a cut into another one. Splitting it off again under its old id takes it back. */
export function mergeCuts(from: Cut, target: Cut, commentIds?: string[]): Correction {
  return {
    said: correctionsText.said.merged(from.name, target.name),
    steps: [{ kind: 'cut.merge', payload: { id: from.id, targetCutId: target.id } }],
    undo: [
      {
        kind: 'cut.split',
        payload: {
          id: from.id,
          cutId: target.id,
          name: from.name,
          vibeId: from.vibeId,
          fileIds: from.files.map(({ id }) => id),
          ...(commentIds && { commentIds }),
        },
      },
      ...orderAgain(from),
      ...orderAgain(target),
    ],
  };
}

/** Deletes a cut, which can be restored for a while. */
export function deleteCut(cut: Cut): Correction {
  return {
    said: correctionsText.said.deleted(cut.name),
    steps: [{ kind: 'cut.delete', payload: { id: cut.id } }],
    undo: [{ kind: 'cut.restore', payload: { id: cut.id } }],
  };
}

/** Deletes a vibe with its cuts. */
export function deleteVibe({ id, name, projectId }: Vibe): Correction {
  return {
    said: correctionsText.said.deleted(name),
    steps: [{ kind: 'vibe.delete', payload: { id } }],
    undo: [{ kind: 'vibe.restore', payload: { id, projectId } }],
  };
}

export function deleteFile({ id, name, projectId }: File): Correction {
  return {
    said: correctionsText.said.deleted(name),
    steps: [{ kind: 'file.delete', payload: { id } }],
    undo: [{ kind: 'file.restore', payload: { id, projectId } }],
  };
}

export function deleteProject({ id, name }: Project): Correction {
  return {
    said: correctionsText.said.deleted(name),
    steps: [{ kind: 'project.delete', payload: { id } }],
    undo: [{ kind: 'project.restore', payload: { id } }],
  };
}

/** Restores a deleted thing; a cut with `into` as versions of that cut. */
export function restoreDeleted({ kind, id, name, projectId, cut }: DeletedEntry, into?: Cut): Correction {
  const said = correctionsText.said.restored(name);
  switch (kind) {
    case 'project': {
      const restored: Command = { kind: 'project.restore', payload: { id } };
      return { said, steps: [restored], undo: [{ kind: 'project.delete', payload: { id } }] };
    }
    case 'vibe': {
      const restored: Command = { kind: 'vibe.restore', payload: { id, projectId } };
      return { said, steps: [restored], undo: [{ kind: 'vibe.delete', payload: { id } }] };
    }
    case 'file': {
      const restored: Command = { kind: 'file.restore', payload: { id, projectId } };
      return { said, steps: [restored], undo: [{ kind: 'file.delete', payload: { id } }] };
    }
    default:
      if (cut) return restoreCut(cut, into);
      return {
        ...{ said, steps: [{ kind: 'cut.restore', payload: { id } }] },
        undo: [{ kind: 'cut.delete', payload: { id } }],
      };
  }
}

/** Restores a deleted cut, with `target` as versions of the cut that got the bounces of its song since. */
function restoreCut(cut: Cut, target?: Cut): Correction {
  const restored = deleteCut(cut);
  const merged = target && mergeCuts(cut, target);
  return {
    said: correctionsText.said.restored(cut.name, target?.name),
    steps: [...restored.undo, ...(merged?.steps ?? [])],
    undo: [...(merged?.undo ?? []), ...restored.steps],
  };
}

/** Moves a cut into the vibe of another one. */
export function moveCut({ id, name, vibeId }: Cut, beside: Cut): Correction {
  return {
    said: correctionsText.said.moved(name, beside.name),
    steps: [{ kind: 'cut.move', payload: { id, targetVibeId: beside.vibeId } }],
    undo: [{ kind: 'cut.move', payload: { id, targetVibeId: vibeId } }],
  };
}

export function renameCut(cut: Cut, name: string): Correction {
  return {
    said: correctionsText.said.renamed(cut.name, name),
    steps: [{ kind: 'cut.update', payload: { id: cut.id, name } }],
    undo: [{ kind: 'cut.update', payload: { id: cut.id, name: cut.name } }],
  };
}

/** Makes a cut of one version and its stems. */
export function ownCut(from: Cut, file: File, cutId: string, name: string): Correction {
  return { ...splitOff(from, [file], cutId, name), said: correctionsText.said.own(file.name, name) };
}

/** Makes a cut of this version and all later ones. */
export function splitFrom(from: Cut, file: File, cutId: string, name: string): Correction {
  const versions = versionsOf(from);
  const later = versions.slice(versions.findIndex(({ id }) => id === file.id));
  return { ...splitOff(from, later, cutId, name), said: correctionsText.said.split(later.length, name) };
}

function splitOff(from: Cut, versions: readonly File[], cutId: string, name: string) {
  const fileIds = withStems(from, versions);
  return {
    steps: [
      { kind: 'cut.split', payload: { id: cutId, cutId: from.id, name, vibeId: from.vibeId, fileIds } },
    ] satisfies Command[],
    undo: [
      { kind: 'cut.merge', payload: { id: cutId, targetCutId: from.id } },
      ...orderAgain(from),
    ] satisfies Command[],
  };
}

/** Moves a version one place towards the newest (1) or the oldest (-1). */
export function moveInOrder(cut: Cut, file: File, by: -1 | 1): Correction | null {
  const before = versionsOf(cut).map(({ id }) => id);
  const from = before.indexOf(file.id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= before.length) return null;
  const after = before.toSpliced(from, 1).toSpliced(to, 0, file.id);
  return {
    said: correctionsText.said.reordered(file.name, to + 1, cut.name),
    steps: [{ kind: 'cut.reorder', payload: { id: cut.id, fileIds: after } }],
    undo: [{ kind: 'cut.reorder', payload: { id: cut.id, fileIds: before } }],
  };
}

export type VersionWords = { label: string | null; note: string | null };

/** Changes a version's label and note. */
export function relabel(file: File, { label, note }: VersionWords): Correction {
  const before = { label: file.label ?? null, note: file.note ?? null };
  return {
    said: correctionsText.said.relabelled(file.name),
    steps: [{ kind: 'file.update', payload: { id: file.id, label, note } }],
    undo: [{ kind: 'file.update', payload: { id: file.id, ...before } }],
  };
}

/** Gives a stem to a version of its song. */
export function attachStem(
  { id, name, cutId, versionId }: File,
  version: File,
  versionName: string,
): Correction {
  const before = versionId === undefined ? {} : { versionId };
  return {
    said: correctionsText.said.attached(name, versionName),
    steps: [{ kind: 'file.move', payload: { id, targetCutId: cutId, versionId: version.id } }],
    undo: [{ kind: 'file.move', payload: { id, targetCutId: cutId, ...before } }],
  };
}

/** Makes a stem a version of a cut, which may be its own. */
export function versionOfStem(from: Cut, stem: File, target: Cut): Correction {
  return {
    said: correctionsText.said.versionOf(stem.name, target.name),
    steps: [{ kind: 'file.setType', payload: { id: stem.id, type: 'CUT', targetCutId: target.id } }],
    undo: [stemAgain(from, stem)],
  };
}

/** Makes a cut of one stem, which is its version. A server that doesn't know `stemIds` refuses a split of no files. */
export function cutOfStem(from: Cut, stem: File, cutId: string, name: string): Correction {
  const place = { cutId: from.id, name, vibeId: from.vibeId };
  return {
    said: correctionsText.said.own(stem.name, name),
    steps: [{ kind: 'cut.split', payload: { id: cutId, ...place, fileIds: [], stemIds: [stem.id] } }],
    undo: [
      { kind: 'cut.merge', payload: { id: cutId, targetCutId: from.id } },
      stemAgain(from, stem),
      ...orderAgain(from),
    ],
  };
}

/** Makes a version a stem of another one of its cut, which gets its stems too. */
export function stemOfVersion(cut: Cut, file: File, version: File, versionName: string): Correction {
  const place = { id: file.id, targetCutId: cut.id };
  return {
    said: correctionsText.said.attached(file.name, versionName),
    steps: [{ kind: 'file.setType', payload: { ...place, type: 'STEM', versionId: version.id } }],
    undo: [
      { kind: 'file.setType', payload: { ...place, type: 'CUT', ...placeOf(file) } },
      ...stemsOf(cut, file.id).map(
        ({ id }): Command => ({
          kind: 'file.move',
          payload: { id, targetCutId: cut.id, versionId: file.id },
        }),
      ),
    ],
  };
}

function stemAgain(cut: Cut, stem: File): Command {
  const place = { targetCutId: cut.id, ...placeOf(stem) };
  return { kind: 'file.setType', payload: { id: stem.id, type: 'STEM', ...place } };
}

export function isOnlyVersion(cut: Cut, file: File): boolean {
  const versions = versionsOf(cut);
  return versions.length === 1 && versions[0]?.id === file.id;
}

/** The place of a file in its cut, which a move drops and an undo gives back. */
function placeOf({ order, versionId }: File) {
  return { ...(order !== undefined && { order }), ...(versionId !== undefined && { versionId }) };
}

function withStems(cut: Cut, versions: readonly File[]): string[] {
  const ids = new Set(versions.map(({ id }) => id));
  const stems = cut.files.filter(({ versionId }) => versionId !== undefined && ids.has(versionId));
  return [...ids, ...stems.map(({ id }) => id)];
}

/** A merge and a split drop an order that somebody made by hand. */
function orderAgain(cut: Cut): Command[] {
  const versions = versionsOf(cut);
  if (versions.every(({ order }) => order === undefined)) return [];
  return [{ kind: 'cut.reorder', payload: { id: cut.id, fileIds: versions.map(({ id }) => id) } }];
}
