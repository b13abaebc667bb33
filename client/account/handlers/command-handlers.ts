import * as z from 'zod';
import { descriptorOf } from '../../../commands/descriptors.ts';
import { parseInvitationLink } from '../../../protocol/ipc/invitation-link.ts';
import {
  type Command,
  type CommandKind,
  commandSchemas,
  isCommandKind,
} from '../../../protocol/wire/command.ts';
import { pendingInvitationSchema } from '../../../protocol/wire/member.ts';
import type { Cache } from '../../cache/cache.ts';
import { describeIssue } from '../../common/describe-issue.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import { clientText } from '../../text.ts';
import { sendCommand } from '../send-command.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createCommandHandlers(
  withAccount: WithAccount,
): HandlersOf<'commands' | 'outbox' | 'invitations'> {
  return {
    'commands.run': ({ kind, payload }) =>
      withAccount(async ({ outbox, cache, inbox, projectList }) => {
        if (!isCommandKind(kind)) {
          return { ok: false, kind: 'invalid', message: clientText.unknownCommand(kind) };
        }
        const parsed = commandSchemas[kind].payload.safeParse(payload);
        if (!parsed.success) return { ok: false, kind: 'invalid', message: describeIssue(parsed.error) };
        const projectId = projectOf(kind, parsed.data, cache, outbox);
        const isMessage = kind === 'message.send';
        const completed = isMessage ? inbox.provisional.addressed(parsed.data as never) : parsed.data;
        const answer = await outbox.run(kind, completed, projectId);
        const isNewProject = /^project\.(create|delete|restore)$/.test(kind);
        // The list is shown right after, so it must not wait for the event.
        if (answer.ok && answer.data.state === 'confirmed' && isNewProject) await projectList.refresh();
        return answer;
      }),
    'outbox.list': () =>
      withAccount(({ outbox, inbox }) => done(outbox.listShown().map(inbox.provisional.placed))),
    'outbox.retry': ({ operationId }) => withAccount(({ outbox }) => outbox.retry(operationId)),
    'outbox.edit': ({ operationId, payload }) =>
      withAccount(({ outbox, cache }) => {
        const known = outbox.find(operationId);
        const kind = known?.kind;
        if (!known || kind === undefined || !isCommandKind(kind)) {
          return { ok: false, kind: 'not-found', message: clientText.changeNoLongerPending };
        }
        const parsed = commandSchemas[kind].payload.safeParse(payload);
        if (!parsed.success) return { ok: false, kind: 'invalid', message: describeIssue(parsed.error) };
        if (!isAboutTheSame(kind, parsed.data, known.payload)) {
          return { ok: false, kind: 'invalid', message: 'id: must not change' };
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
    'invitations.pending': ({ projectId }) =>
      withAccount(({ client }) =>
        client.request({
          method: 'GET',
          path: `/api/projects/${projectId}/invitations`,
          schema: z.array(pendingInvitationSchema),
        }),
      ),
    'invitations.revoke': ({ id }) =>
      withAccount(async (account) => {
        const revoked = await sendCommand(account, 'invitation.revoke', { id });
        return revoked.ok ? nothing : revoked;
      }),
  };
}

/** The token of an invitation's link. A link that isn’t whole is sent as it is, so that the server refuses it. */
export function tokenOf(link: string): string {
  return parseInvitationLink(link)?.token ?? link.trim().slice(-200);
}

/** The project that a command changes, by its payload, the cache, or the pending command that creates it. */
function projectOf(kind: CommandKind, payload: object, cache: Cache, outbox: Outbox): string | null {
  const { orderedWith } = descriptorOf(kind);
  const fields = payload as Command['payload'];
  if (typeof orderedWith === 'string') return null;
  if ('project' in orderedWith) return orderedWith.project(fields);
  const id = orderedWith.projectOf(fields);
  return cache.findProjectOf(id) ?? outbox.projectOf(id) ?? null;
}

function isAboutTheSame(kind: CommandKind, payload: object, earlier: unknown): boolean {
  const { subject } = descriptorOf(kind);
  return subject(payload as Command['payload']) === subject((earlier ?? {}) as Command['payload']);
}
