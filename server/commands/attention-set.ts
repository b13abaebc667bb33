import type { AttentionLevel, MailLevel, ProjectAttention } from '../../protocol/wire/attention.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { readProjectAttention } from '../entities/attention.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';

type MemberColumns = { level: AttentionLevel; mail: MailLevel };

export const handleAttentionSetLevel: Handler<'attention.setLevel'> = (context, { projectId, level }) =>
  choose(context, 'attention.setLevel', projectId, { level });

export const handleAttentionSetMail: Handler<'attention.setMail'> = (context, { projectId, mail }) =>
  choose(context, 'attention.setMail', projectId, { mail });

/** The same choice again changes nothing and makes no event. */
async function choose(
  context: CommandContext,
  permission: 'attention.setLevel' | 'attention.setMail',
  projectId: string,
  choice: Pick<MemberColumns, 'level'> | Pick<MemberColumns, 'mail'>,
): Promise<Handled<ProjectAttention> | Failure> {
  const { tx, actor } = context;
  const refusal = await refuse(context, projectId, permission, 'project');
  if (refusal) return refusal;
  const before = await readProjectAttention(tx, actor.id, projectId);
  if (!before) return notFound('project');
  const result: ProjectAttention = { ...before, ...choice };
  const isKnown = before.level === result.level && (before.mail ?? 'off') === (result.mail ?? 'off');
  if (isKnown) return { ok: true, result: before, events: [] };
  await tx
    .updateTable('member')
    .set(choice)
    .where('projectId', '=', projectId)
    .where('userId', '=', actor.id)
    .execute();
  const event = { name: 'attention:updated', payload: result } as const;
  return { ok: true, result, events: [{ topic: userTopic(actor.id), event }] };
}

export const handleAttentionSetQuietHours: Handler<'attention.setQuietHours'> = async (context, payload) => {
  const { tx, actor } = context;
  const { quietHours } = payload;
  const stored = quietHours === null ? null : JSON.stringify(quietHours);
  await tx.updateTable('user').set({ quietHours: stored }).where('id', '=', actor.id).execute();
  const event = { name: 'quiet-hours:updated', payload: { quietHours } } as const;
  return { ok: true, result: { quietHours }, events: [{ topic: userTopic(actor.id), event }] };
};
