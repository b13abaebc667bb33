import { commandBatchAnswerSchema } from '../../protocol/wire/command-batch.ts';
import { actorNamed, memberNames } from './band.ts';
import type { ClientLife } from './client-life.ts';
import type { Member } from './member.ts';
import type { World } from './world.ts';

/**
 * An admin invites a person who isn't in a project, or anyone if everybody is, and often revokes it. The person accepts.
 * Lost steps aren't repeated.
 */
export async function inviteSomeone(
  { chance, trace, tally, complain }: World,
  client: ClientLife,
  members: readonly Member[],
): Promise<void> {
  const { cache } = client.account;
  const projects = cache.listProjects().filter(({ role }) => role === 'ADMIN');
  const project = cache.readProject(chance.pick(projects)?.id ?? '');
  const inside = new Set(project?.members.map(({ user }) => user.id));
  const name = chance.pick(memberNames.filter((one) => !inside.has(one)));
  if (!project) return;
  const email = name !== undefined && { email: actorNamed(name).email };
  const payload = { id: client.page.newId(), projectId: project.id, ...email };
  trace.write(`${client.account.account.id} invites ${name ?? 'anyone'} to ${project.id}`);
  const invitation = await send(client, 'project.invite', { ...payload, role: 'MEMBER' });
  const invited = members.find((member) => member.name === name)?.current();
  if (!invitation) return;
  const { restores } = tally;
  const revoked = chance.is(0.5) && (await send(client, 'invitation.revoke', { id: payload.id }));
  if (!invited) return;
  const { token } = invitation as { token: string };
  const joined = await send(invited, 'invitation.accept', { token });
  // A backup that is put back has the invitation again.
  if (revoked && joined && restores === tally.restores) complain(`${name} joined by a revoked invitation`);
}

/** Without the outbox, as in the app. */
async function send({ account, page, life }: ClientLife, kind: string, payload: object): Promise<unknown> {
  const answered = await account.client.request({
    method: 'POST',
    path: '/api/commands',
    body: { operations: [{ operationId: page.newId(), kind, payload }] },
    schema: commandBatchAnswerSchema,
  });
  const answer = answered.ok ? answered.data.answers[0] : undefined;
  return answer?.ok && !life.isOver() ? answer.result : undefined;
}
