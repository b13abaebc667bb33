import type { Cut } from '../wire/cut.ts';
import type { LoggedEventPayload } from '../wire/event.ts';
import type { File } from '../wire/file.ts';
import type { ProjectSnapshot } from '../wire/project.ts';
import { byOrder, cutWithId, mapCut, mapCutVibe, mapVibe } from './project-parts.ts';
import { sortFiles } from './versions.ts';

/** `file:moved`: the file and its stems change their cut, with the comments made on them. */
export function moveFile(
  project: ProjectSnapshot,
  {
    fileId,
    fromCutId,
    toCutId,
    commentCount,
    stemIds = [],
    order,
    versionId,
    type,
  }: LoggedEventPayload<'file:moved'>,
): ProjectSnapshot {
  const from = cutWithId(project, fromCutId);
  if (!from || !cutWithId(project, toCutId)) return project;
  const [moved, rest] = parted(from.files, ({ id }) => id === fileId || stemIds.includes(id));
  if (moved.length === 0) return project;
  const without = mapCut(project, fromCutId, (cut) => ({
    ...cut,
    files: rest,
    commentCount: Math.max(0, cut.commentCount - commentCount),
  }));
  const arrived = moved.map((file): File => {
    if (file.id !== fileId && type !== 'STEM') return { ...file, cutId: toCutId };
    const { order: left, versionId: _former, ...kept } = file;
    const isStemOfIt = file.id !== fileId;
    const place = isStemOfIt ? left : order;
    return {
      ...kept,
      cutId: toCutId,
      ...(type === undefined || isStemOfIt ? {} : { type }),
      ...(place === undefined ? {} : { order: place }),
      ...(versionId === undefined ? {} : { versionId }),
    };
  });
  return mapCut(without, toCutId, (cut) => ({
    ...cut,
    files: sortFiles([...cut.files, ...arrived]),
    commentCount: cut.commentCount + commentCount,
  }));
}

/** `cut:merged`: the other cut has all files and comments, and is meant by the id of the one that is gone. */
export function mergeCuts(
  project: ProjectSnapshot,
  { cutId, intoCutId }: LoggedEventPayload<'cut:merged'>,
): ProjectSnapshot {
  const merged = cutWithId(project, cutId);
  if (!merged || cutId === intoCutId || !cutWithId(project, intoCutId)) return project;
  const without = mapCutVibe(project, cutId, (vibe) => ({
    ...vibe,
    cuts: vibe.cuts.filter(({ id }) => id !== cutId),
  }));
  const files = merged.files.map(({ order: _order, ...file }): File => ({ ...file, cutId: intoCutId }));
  return mapCut(without, intoCutId, (cut) => ({
    ...cut,
    files: sortFiles([...cut.files, ...files]),
    commentCount: cut.commentCount + merged.commentCount,
    ...(!cut.music && merged.music && { music: merged.music }),
    formerIds: [...(cut.formerIds ?? []), ...(merged.formerIds ?? []), cutId].sort(),
  }));
}

/** `cut:split`: the new cut has some of the files and comments; ids that mean it no longer mean the other one. */
export function splitCut(
  project: ProjectSnapshot,
  { cut, fromCutId, fileIds, commentIds }: LoggedEventPayload<'cut:split'>,
): ProjectSnapshot {
  if (cutWithId(project, cut.id)) return project;
  const gone = new Set([cut.id, ...(cut.formerIds ?? [])]);
  const left = new Set(fileIds);
  const without = mapCut(project, fromCutId, ({ formerIds = [], ...from }): Cut => {
    const stillFormer = formerIds.filter((id) => !gone.has(id));
    return {
      ...from,
      files: from.files.filter(({ id }) => !left.has(id)),
      commentCount: Math.max(0, from.commentCount - commentIds.length),
      ...(stillFormer.length > 0 ? { formerIds: stillFormer } : {}),
    };
  });
  return mapVibe(without, cut.vibeId, (vibe) => ({ ...vibe, cuts: byOrder([...vibe.cuts, cut]) }));
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  const first: Item[] = [];
  const second: Item[] = [];
  for (const item of items) (isFirst(item) ? first : second).push(item);
  return [first, second];
}
