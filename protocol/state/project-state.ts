import type { Cut } from '../wire/cut.ts';
import type { LoggedEventPayload, NamedEvent } from '../wire/event.ts';
import type { File } from '../wire/file.ts';
import type { ProjectSnapshot } from '../wire/project.ts';
import { mergeCuts, moveFile, splitCut } from './cut-corrections.ts';
import {
  byAge,
  byOrder,
  countComments,
  cutWithId,
  mapCut,
  mapCutVibe,
  mapFile,
  mapVibe,
} from './project-parts.ts';
import { addRoomMessage, changeRoomMessage } from './room-state.ts';
import { adoptStems } from './stem-versions.ts';
import { sortFiles } from './versions.ts';

/**
 * Applies an event to a project. Every cache uses this one function.
 *
 * Pure and total: an event about something the snapshot doesn't hold changes nothing (a later event, which the snapshot
 * already covers, deleted it). Objects that an event doesn't touch keep their identity, so a view can compare by
 * reference. The caller applies each event once, in the order of `seq`. Comments are only counted here.
 */
export function applyProjectEvent(project: ProjectSnapshot, event: NamedEvent): ProjectSnapshot {
  switch (event.name) {
    case 'project:updated':
      return { ...project, ...event.payload };
    case 'vibe:created':
      return project.vibes.some((vibe) => vibe.id === event.payload.id)
        ? project
        : { ...project, vibes: byOrder([...project.vibes, { ...event.payload, cuts: [] }]) };
    case 'vibe:updated':
      return mapVibe(project, event.payload.id, (vibe) => ({ ...vibe, ...event.payload }));
    case 'vibe:deleted':
      return { ...project, vibes: project.vibes.filter((vibe) => vibe.id !== event.payload.vibeId) };
    case 'vibes:reordered': {
      const rank = new Map(event.payload.vibeIds.map((id, order) => [id, order]));
      const vibes = project.vibes.map((vibe) => ({ ...vibe, order: rank.get(vibe.id) ?? vibe.order }));
      return { ...project, vibes: byOrder(vibes) };
    }
    case 'cut:created':
    case 'cut:restored':
      return cutWithId(project, event.payload.id)
        ? project
        : mapVibe(project, event.payload.vibeId, (vibe) => ({
            ...vibe,
            cuts: byOrder([...vibe.cuts, event.payload]),
          }));
    case 'cut:updated': {
      const { cutId, ...changes } = event.payload;
      return mapCut(project, cutId, (cut) => ({ ...cut, ...changes }));
    }
    case 'cut:described': {
      const { cutId, music } = event.payload;
      return mapCut(project, cutId, ({ music: _before, ...cut }) => ({
        ...cut,
        ...(Object.keys(music).length > 0 && { music }),
      }));
    }
    case 'cut:deleted':
      return mapCutVibe(project, event.payload.cutId, (vibe) => ({
        ...vibe,
        cuts: vibe.cuts.filter((cut) => cut.id !== event.payload.cutId),
      }));
    case 'cut:moved':
      return moveCut(project, event.payload.cutId, event.payload.toVibeId);
    case 'file:uploaded':
      return mapCut(project, event.payload.cutId, (cut) =>
        cut.files.some((file) => file.id === event.payload.id)
          ? cut
          : { ...cut, files: sortFiles(adoptStems([...cut.files, event.payload], event.payload)) },
      );
    case 'file:moved':
      return moveFile(project, event.payload);
    case 'cut:merged':
      return mergeCuts(project, event.payload);
    case 'cut:split':
      return splitCut(project, event.payload);
    case 'file:deleted': {
      const { cutId, fileId } = event.payload;
      return mapCut(project, cutId, (cut) => ({ ...cut, files: withoutVersion(cut.files, fileId) }));
    }
    case 'file:restored': {
      const { file, stemIds } = event.payload;
      const stems = new Set(stemIds);
      return mapCut(project, file.cutId, (cut) =>
        cut.files.some(({ id }) => id === file.id)
          ? cut
          : { ...cut, files: sortFiles([...withStems(cut.files, file.id, stems), file]) },
      );
    }
    case 'file:updated':
      return updateFile(project, event.payload);
    case 'files:reordered': {
      const rank = new Map(event.payload.fileIds.map((id, order) => [id, order]));
      return mapCut(project, event.payload.cutId, (cut) => ({
        ...cut,
        files: sortFiles(
          cut.files.map((file) => (rank.has(file.id) ? { ...file, order: rank.get(file.id) } : file)),
        ),
      }));
    }
    case 'file:measured': {
      const { fileId, cutId, loudness } = event.payload;
      return mapFile(project, cutId, fileId, (file) => ({ ...file, loudness }));
    }
    case 'file:copied': {
      const { fileId, cutId, compressedSize } = event.payload;
      return mapFile(project, cutId, fileId, (file) => ({ ...file, compressedSize }));
    }
    case 'file:compared': {
      const { fileId, cutId, to, summary } = event.payload;
      return mapFile(project, cutId, fileId, (file) => ({ ...file, difference: { to, summary } }));
    }
    case 'file:approved': {
      const { fileId, cutId, approvals } = event.payload;
      return mapFile(project, cutId, fileId, ({ approvals: _before, ...file }) => ({
        ...file,
        ...(approvals.length > 0 && { approvals }),
      }));
    }
    case 'comment:created':
      return countComments(project, event.payload.cutId, 1);
    case 'comment:deleted':
      return countComments(project, event.payload.cutId, -1);
    case 'member:joined': {
      const others = project.members.filter((member) => member.user.id !== event.payload.user.id);
      const members = byAge([...others, event.payload], ({ joinedAt, user }) => [joinedAt, user.id]);
      return { ...project, members, memberCount: members.length };
    }
    case 'member:left': {
      const members = project.members.filter((member) => member.user.id !== event.payload.userId);
      return { ...project, members, memberCount: members.length };
    }
    case 'member:updated': {
      const { id } = event.payload.user;
      const members = project.members.map((member) => (member.user.id === id ? event.payload : member));
      return { ...project, members };
    }
    case 'person:updated': {
      const { id } = event.payload;
      const members = project.members.map((member) =>
        member.user.id === id ? { ...member, user: event.payload } : member,
      );
      return { ...project, members };
    }
    case 'room:message':
      return addRoomMessage(project, event.payload);
    case 'room:updated':
      return changeRoomMessage(project, event.payload);
    default:
      return project;
  }
}

/** The cut of that id, or the one that a cut of that id was merged into. */
export function findCut(project: ProjectSnapshot, cutId: string): Cut | undefined {
  const cut = cutWithId(project, cutId);
  if (cut) return cut;
  const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
  return cuts.find(({ formerIds }) => formerIds?.includes(cutId));
}

/** Null takes a field away: a file without a label has no such field, like on the server. */
function updateFile(
  project: ProjectSnapshot,
  { fileId, cutId, label, note, versionId }: LoggedEventPayload<'file:updated'>,
): ProjectSnapshot {
  return mapFile(project, cutId, fileId, (file) => {
    const { label: _label, note: _note, versionId: _versionId, ...rest } = file;
    return {
      ...rest,
      ...(label !== null && { label }),
      ...(note !== null && { note }),
      ...(versionId !== null && { versionId }),
    };
  });
}

/** The files without that one. Its stems stay, as stems of no version. */
function withoutVersion(files: readonly File[], fileId: string): File[] {
  return files
    .filter((file) => file.id !== fileId)
    .map((file) => {
      if (file.versionId !== fileId) return file;
      const { versionId: _versionId, ...stem } = file;
      return stem;
    });
}

function withStems(files: readonly File[], versionId: string, stems: ReadonlySet<string>): File[] {
  return files.map((file) => (stems.has(file.id) ? { ...file, versionId } : file));
}

/** The cut goes to the end of its new vibe: `cut:moved` carries no rank, and the server appends. */
function moveCut(project: ProjectSnapshot, cutId: string, toVibeId: string): ProjectSnapshot {
  const cut = cutWithId(project, cutId);
  if (!cut || cut.vibeId === toVibeId || !project.vibes.some((vibe) => vibe.id === toVibeId)) return project;
  const without = mapCutVibe(project, cutId, (vibe) => ({
    ...vibe,
    cuts: vibe.cuts.filter((candidate) => candidate.id !== cutId),
  }));
  return mapVibe(without, toVibeId, (vibe) => {
    const order = Math.max(-1, ...vibe.cuts.map((candidate) => candidate.order)) + 1;
    return { ...vibe, cuts: [...vibe.cuts, { ...cut, vibeId: toVibeId, order }] };
  });
}
