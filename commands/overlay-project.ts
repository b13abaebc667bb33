import { cutOfMovedComments } from '../protocol/state/comment-list.ts';
import { withOwnRole } from '../protocol/state/own-role.ts';
import { cutWithId } from '../protocol/state/project-parts.ts';
import { applyProjectEvent } from '../protocol/state/project-state.ts';
import type { Cut } from '../protocol/wire/cut.ts';
import type { NamedEvent } from '../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../protocol/wire/project.ts';
import type { Person } from '../protocol/wire/user.ts';
import type { VibeWithCuts } from '../protocol/wire/vibe.ts';
import type { DeletedCut, DeletedFile } from './descriptor.ts';
import { descriptorOf } from './descriptors.ts';
import { readCommand } from './read-command.ts';
import { isRefusal, type NoteChange, type ShownOperation } from './shown-operation.ts';

/** `moves`: the events that move comments from one cut to another, by the operation that causes them. */
export type ShownProject = {
  project: ProjectSnapshot;
  moves: ReadonlyMap<string, readonly NamedEvent[]>;
};

export type ProjectCircumstances<Operation extends ShownOperation> = {
  /** Deleted cuts that the server has and that are known here. */
  known?: readonly DeletedCut[];
  /** The ids of comments by the file they were made on, of those that operations move, as far as they are known here. */
  comments?: ReadonlyMap<string, readonly string[]>;
  note?: NoteChange<Operation>;
};

/**
 * The project with the user's unconfirmed changes applied to it.
 *
 * Queued and sent changes show as if they were done. A refused creation stays in its place, because what was created
 * exists nowhere else; any other refused change leaves the project as it was. Nothing is ever undone: when an operation
 * leaves the list, its overlay is gone.
 */
export function overlayProject<Operation extends ShownOperation>(
  project: ProjectSnapshot,
  operations: readonly Operation[],
  me: Person,
  { known = [], comments = new Map(), note: noteChange = () => {} }: ProjectCircumstances<Operation> = {},
): ShownProject {
  const deleted = new Map(known.map((one) => [one.cut.id, one]));
  const moves = new Map<string, NamedEvent[]>();
  const gone = createGone();
  const commentsOn = (fileId: string) => comments.get(fileId) ?? [];
  let shown = project;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const { overlay, creates, subject } = descriptorOf(command.kind);
    const deletedCut = (id: string) => deleted.get(id);
    const circumstances = { at: operation.createdAt, me, deletedCut, commentsOn, ...gone.circumstances };
    const events = [overlay?.project?.(shown, command.payload, circumstances) ?? []].flat();
    if (!isRefusal(operation) || creates) {
      for (const event of events) {
        for (const one of deletedBy(event, shown)) deleted.set(one.cut.id, one);
        gone.note(event, shown, commentsOn);
        shown = applyProjectEvent(shown, event);
      }
      const moving = events.filter((event) => cutOfMovedComments(event) !== null);
      if (moving.length > 0) moves.set(operation.operationId, moving);
    }
    if (events.length > 0 || isRefusal(operation)) noteChange(subject(command.payload), operation);
  }
  return { project: withOwnRole(shown, me.id), moves };
}

/** The cuts that are gone by this event, which a later command may bring back. */
function deletedBy({ name, payload }: NamedEvent, { vibes }: ProjectSnapshot): DeletedCut[] {
  if (name !== 'cut:deleted' && name !== 'cut:merged' && name !== 'vibe:deleted') return [];
  return vibes.flatMap((vibe) => {
    const isGone = ({ id }: Cut) => ('cutId' in payload ? id === payload.cutId : vibe.id === payload.vibeId);
    return vibe.cuts.filter(isGone).map((cut) => ({ cut, vibeName: vibe.name }));
  });
}

/** The vibes and files that pending changes delete, which a later one may bring back. */
function createGone() {
  const vibes = new Map<string, VibeWithCuts>();
  const files = new Map<string, DeletedFile>();
  return {
    circumstances: {
      deletedVibe: (id: string) => vibes.get(id),
      deletedFile: (id: string) => files.get(id),
    },
    note(
      { name, payload }: NamedEvent,
      project: ProjectSnapshot,
      commentsOn: (fileId: string) => readonly string[],
    ): void {
      if (name === 'vibe:deleted') {
        const vibe = project.vibes.find(({ id }) => id === payload.vibeId);
        if (vibe) vibes.set(vibe.id, vibe);
      }
      if (name !== 'file:deleted') return;
      const siblings = cutWithId(project, payload.cutId)?.files ?? [];
      const file = siblings.find(({ id }) => id === payload.fileId);
      if (!file) return;
      const stemIds = siblings.filter(({ versionId }) => versionId === file.id).map(({ id }) => id);
      files.set(file.id, { file, commentIds: [...commentsOn(file.id)], stemIds });
    },
  };
}
