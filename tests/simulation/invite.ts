import { commandBatchAnswerSchema } from '../../protocol/wire/command-batch.ts';
import { actorNamed, memberNames } from './band.ts';
import type { ClientLife } from './client-life.ts';
import type { Member } from './member.ts';
import type { World } from './world.ts';

/** An admin invites a person who isn't in a project, and that person accepts. Lost steps aren't repeated. */
export async function inviteSomeone(
  { chance, trace }: World,
  client: ClientLife,
  members: readonly Member[],
): Promise<void> {
  const { cache } = client.account;
  const projects = cache.listProjects().filter(({ role }) => role === 'ADMIN');
  const project = cache.readProject(chance.pick(projects)?.id ?? '');
  const inside = new Set(project?.members.map(({ user }) => user.id));
  const name = chance.pick(memberNames.filter((one) => !inside.has(one)));
  if (!project || name === undefined) return;
  const payload = { id: client.page.newId(), projectId: project.id, email: actorNamed(name).email };
  trace.write(`${client.account.account.id} invites ${name} to ${project.id}`);
  const invitation = await send(client, 'project.invite', { ...payload, role: 'MEMBER' });
  const invited = members.find((member) => member.name === name)?.current();
  if (!invitation || !invited) return;
  const { token } = invitation as { token: string };
  await send(invited, 'invitation.accept', { token });
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
