import type { Names } from '../../../commands/descriptor.ts';
import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import { firstWords } from '../../../common/first-words.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { pendingText } from '../../text/pending.ts';
import { typedIn } from './editable.ts';

/**
 * `sentence`: what the user did, in one line. `text`: all that they typed, if the sentence has only its beginning;
 * `heading` is the sentence to show above it.
 */
export type OperationText = { sentence: string; heading: string; text: string | null };

/**
 * Describes what the user did. A name is taken from the first of `projects` that has it: the project as it was read has
 * the things being deleted; as it is shown, it has the things being created.
 */
export function operationText(
  operation: PendingOperation,
  ...projects: (ProjectSnapshot | null | undefined)[]
): OperationText {
  const command = readCommand(operation);
  if (!command) return { sentence: pendingText.otherVersion, heading: pendingText.otherVersion, text: null };
  const names = namesIn(projects.filter((project) => project !== null && project !== undefined));
  const sentence = descriptorOf(command.kind).sentence(command.payload, names);
  const typed = typedIn(command);
  if (typed?.kind !== 'text' || firstWords(typed.value) === typed.value)
    return { sentence, heading: sentence, text: null };
  return { sentence, heading: typed.heading(command.payload, names), text: typed.value };
}

function namesIn(projects: readonly ProjectSnapshot[]): Names {
  const vibes = projects.flatMap((project) => project.vibes);
  const cuts = vibes.flatMap((vibe) => vibe.cuts);
  const files = cuts.flatMap((cut) => cut.files);
  const users = projects.flatMap(({ members }) => members.map(({ user }) => user));
  const nameIn = (things: readonly { id: string; name: string }[], id: string) =>
    things.find((thing) => thing.id === id)?.name;
  const quoted = (name: string | undefined) => (name === undefined ? null : `“${name}”`);
  return {
    project: (id) => quoted(nameIn(projects, id)),
    vibe: (id) => nameIn(vibes, id) ?? pendingText.someVibe,
    cut: (id) => nameIn(cuts, id) ?? pendingText.someCut,
    file: (id) => nameIn(files, id) ?? pendingText.someFile,
    member: (id) => nameIn(users, id) ?? pendingText.someone,
  };
}

/** The operation's state as a sentence. `isKept`: what is pending outlasts the window. */
export function operationState({ state }: PendingOperation, isKept = true): string {
  const text = pendingText.state;
  switch (state.kind) {
    case 'queued':
      return 'mayHaveArrived' in state ? text.mayHaveArrived : text.queued(isKept);
    case 'sending':
      return text.sending;
    case 'confirmed':
      return text.confirmed;
    case 'refused':
      return text.refused(refusalReason(state));
  }
}

/** The server's own sentence, and what it means where that is too short to be understood. */
function refusalReason({ errorKind, message }: { errorKind: string; message: string }): string {
  return errorKind === 'not-found' ? `${message} ${pendingText.state.gone}` : message;
}
