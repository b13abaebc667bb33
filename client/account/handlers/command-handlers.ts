import { type CommandKind, commandSchemas, isCommandKind } from '../../../protocol/wire/command.ts';
import type { Cache } from '../../cache/cache.ts';
import { describeIssue } from '../../common/describe-issue.ts';
import { idOf, type Outbox } from '../../outbox/create-outbox.ts';
import { sendCommand } from '../send-command.ts';
import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommandHandlers(
  withAccount: WithAccount,
): HandlersOf<'commands' | 'outbox' | 'invitations'> {
  return {
    'commands.run': ({ kind, payload }) =>
      withAccount(async ({ outbox, cache, inbox, projectList }) => {
        if (!isCommandKind(kind)) {
          return { ok: false, kind: 'invalid', message: `There is no command “${kind}”.` };
        }
        const parsed = commandSchemas[kind].payload.safeParse(payload);
        if (!parsed.success) return { ok: false, kind: 'invalid', message: describeIssue(parsed.error) };
        const projectId = projectOf(kind, parsed.data, cache, outbox);
        const isMessage = kind === 'message.send';
        const completed = isMessage ? inbox.provisional.addressed(parsed.data as never) : parsed.data;
        const answer = await outbox.run(kind, completed, projectId);
        const isNewProject = kind === 'project.create' || kind === 'project.delete';
        // The list is shown right after: don't make it wait for the poke.
        if (answer.ok && answer.data.state === 'confirmed' && isNewProject) await projectList.refresh();
        return answer;
      }),
    'outbox.list': () =>
      withAccount(({ outbox, inbox }) => done(outbox.list().map(inbox.provisional.placed))),
    'outbox.retry': ({ operationId }) => withAccount(({ outbox }) => outbox.retry(operationId)),
    'outbox.edit': ({ operationId, payload }) =>
      withAccount(({ outbox, cache }) => {
        const known = outbox.find(operationId);
        const kind = known?.kind;
        if (!known || kind === undefined || !isCommandKind(kind)) {
          return { ok: false, kind: 'not-found', message: 'This change does not wait any more.' };
        }
        const parsed = commandSchemas[kind].payload.safeParse(payload);
        if (!parsed.success) return { ok: false, kind: 'invalid', message: describeIssue(parsed.error) };
        if (idOf(parsed.data) !== idOf(known.payload)) {
          return { ok: false, kind: 'invalid', message: 'id: must stay what it was' };
        }
        const projectId = projectOf(kind, parsed.data, cache, outbox) ?? known.projectId;
        return outbox.edit(operationId, parsed.data, projectId);
      }),
    'outbox.discard': ({ operationId }) => withAccount(({ outbox }) => outbox.discard(operationId)),
    'invitations.accept': ({ link }) =>
      withAccount(async (account) => {
        const accepted = await sendCommand(account, 'invitation.accept', { token: tokenOf(link) });
        if (!accepted.ok) return accepted;
        await account.projectList.refresh();
        return done({ projectId: accepted.data.projectId });
      }),
    'invitations.create': (invitation) =>
      withAccount((account) =>
        sendCommand(account, 'project.invite', { id: account.environment.newId(), ...invitation }),
      ),
  };
}

/** The last part of an invitation's link, or the bare token. */
export function tokenOf(link: string): string {
  const trimmed = link.trim();
  if (!URL.canParse(trimmed)) return lastPart(trimmed);
  // A browser that has opened the link has it behind `#`.
  const { pathname, hash } = new URL(trimmed);
  return lastPart(hash) || lastPart(pathname);
}

function lastPart(path: string): string {
  return path.split(/[/#]/).findLast((part) => part !== '') ?? '';
}

/**
 * Which project a command is about, as far as it says, or the cache or what waits before it knows: what is made
 * offline is only there.
 */
function projectOf(kind: CommandKind, payload: object, cache: Cache, outbox: Outbox): string | null {
  const ids = payload as Partial<Record<'projectId' | 'vibeId' | 'cutId' | 'commentId' | 'id', string>>;
  if (ids.projectId) return ids.projectId;
  const id = ids.vibeId ?? ids.cutId ?? ids.commentId ?? ids.id;
  if (!id) return null;
  return kind.startsWith('project.') ? id : (cache.findProjectOf(id) ?? outbox.projectOf(id) ?? null);
}
