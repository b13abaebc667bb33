import type * as z from 'zod';
import type { Command, CommandKind, CommandPayload } from '../protocol/wire/command.ts';
import type { Comment } from '../protocol/wire/comment.ts';
import type { Cut } from '../protocol/wire/cut.ts';
import type { NamedEvent } from '../protocol/wire/event.ts';
import type { File } from '../protocol/wire/file.ts';
import type { Project, ProjectSnapshot } from '../protocol/wire/project.ts';
import type { Person } from '../protocol/wire/user.ts';
import type { VibeWithCuts } from '../protocol/wire/vibe.ts';

/**
 * The client's description of one kind of command, besides the schemas of its payload and result. Client, outbox
 * and screens read it here, so a new kind of command is described once, in a file of its own.
 */
export type Descriptor<Kind extends CommandKind = CommandKind> = {
  orderedWith: OrderedWith<CommandPayload<Kind>>;
  /** The id of what the command is about: its badge is found under it. */
  subject(payload: CommandPayload<Kind>): string;
  /** The subject doesn't exist before the command is applied. */
  creates?: true;
  /** Describes in one line what the user did. */
  sentence(payload: CommandPayload<Kind>, names: Names): string;
  /** The text that can be changed while the command is pending or refused. */
  editable?: Editable<CommandPayload<Kind>>;
  /** Where a refusal is shown; in the list of pending changes only if there is no place. */
  place?(payload: CommandPayload<Kind>): Place;
  /** How the command shows before its event has come. */
  overlay?: Overlay<CommandPayload<Kind>>;
  readMark?: ReadMarkRule<CommandPayload<Kind>>;
};

/**
 * The group in which a command keeps its order. Commands of one project are sent in the order in which they were made,
 * because a later one may build on an earlier one; different projects don't wait for each other. A command that belongs to
 * no project is ordered with the person's own commands, or with their chat, where the server limits the rate.
 */
export type OrderedWith<Payload> =
  | 'person'
  | 'chat'
  | { project(payload: Payload): string }
  /** The project that holds this vibe, cut, file, comment or reply. */
  | { projectOf(payload: Payload): string };

/** Names of things by id; a general word where the name isn't known. */
export type Names = {
  project(id: string): string | null;
  vibe(id: string): string;
  cut(id: string): string;
  file(id: string): string;
  member(userId: string): string;
};

/**
 * `field` of the payload, if it is set. A `vibe` is chosen from those of the project; the rest is typed. A long `text` is
 * shown whole where there is room for it, below its `heading`, which is the sentence without it.
 */
export type Editable<Payload> =
  | { kind: 'name'; field: string; schema: z.ZodString }
  | { kind: 'text'; field: string; schema: z.ZodString; heading(payload: Payload, names: Names): string }
  | { kind: 'vibe'; field: string };

/** Where a refused command is shown, as long as that is still there. */
export type Place =
  | { kind: 'project' }
  /** The project's room. */
  | { kind: 'room' }
  | { kind: 'member'; userId: string }
  | { kind: 'vibe'; id: string }
  | { kind: 'cut'; id: string }
  /** The comments of a cut. */
  | { kind: 'comments'; cutId: string }
  /** A comment or reply. */
  | { kind: 'comment'; id: string };

/** A deleted file, and the comments and stems that it had. */
export type DeletedFile = { file: File; commentIds: string[]; stemIds: string[] };

/** A deleted cut as it was, and the name of its vibe. */
export type DeletedCut = { cut: Cut; vibeName: string };

/**
 * `at`: when the command was made, in Unix milliseconds. `deletedCut`: the cut of that id,
 * if it is known here, that was deleted, or that an earlier pending change merged into another one. `commentsOn`: the ids
 * of the comments made on this file, as far as they are known here. `deletedVibe` and `deletedFile`: those that an earlier
 * pending change deleted, with what they had.
 */
export type Circumstances = {
  at: number;
  me: Person;
  deletedCut?(id: string): DeletedCut | undefined;
  commentsOn?(fileId: string): readonly string[];
  deletedVibe?(id: string): VibeWithCuts | undefined;
  deletedFile?(id: string): DeletedFile | undefined;
};

/**
 * The server's expected result of a command; null when it changes nothing that is shown there. The result is
 * applied as if it had come from the server, so it must look the same as the server's result.
 */
export type Overlay<Payload> = {
  /** Events of the project's topic. */
  project?(
    project: ProjectSnapshot,
    payload: Payload,
    circumstances: Circumstances,
  ): NamedEvent | NamedEvent[] | null;
  /** An event about the comments of this cut. */
  comments?(held: CutComments, payload: Payload, circumstances: Circumstances): NamedEvent | null;
  /** A change of the list of projects. */
  projectList?(payload: Payload, circumstances: Circumstances): ProjectListChange | null;
};

/** `formerIds`: the cuts that were merged into it; a comment that was made on one of them is one on this cut. */
export type CutComments = {
  cutId: string;
  formerIds: readonly string[];
  comments: readonly Comment[];
};

export type ProjectListChange =
  | { kind: 'added'; project: Project }
  | { kind: 'updated'; id: string; changes: Partial<Pick<Project, 'name' | 'description' | 'imageUrl'>> }
  | { kind: 'removed'; id: string }
  /** One that an earlier pending change removed. */
  | { kind: 'restored'; id: string };

/**
 * The command only records what its person has read or dismissed. Such marks are durable like every command, but they are
 * not listed as pending, and one that the server refuses is dropped: what it was about is gone.
 */
export type ReadMarkRule<Payload> = {
  /** Whether the mark covers all that an earlier one covers, which is then not sent. */
  contains(payload: Payload, earlier: Command): boolean;
};
