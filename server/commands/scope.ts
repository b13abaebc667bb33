import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Command, CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';

/** The things that a change concerns, by their ids. The projects that they are in are found from them. */
export type Scope = {
  [Thing in 'project' | 'vibe' | 'cut' | 'file' | 'comment' | 'reply' | 'invitation']?: string | undefined;
} & { person?: string | undefined; conversation?: string | undefined };

type Scopes = { [Kind in CommandKind]: (payload: CommandPayload<Kind>) => Scope };

const ofNothing = (): Scope => ({});
const ofProject = ({ projectId }: { projectId?: string | undefined }): Scope => ({ project: projectId });
const of =
  (thing: keyof Scope) =>
  ({ id }: { id: string }): Scope => ({ [thing]: id });

/**
 * The things that each kind of command concerns, beside its actor. `invitation.accept` has only a token: as with anything that is missing
 * here, its project is found when it is applied.
 */
const scopes: Scopes = {
  'project.create': of('project'),
  'project.update': of('project'),
  'project.delete': of('project'),
  'project.restore': of('project'),
  'project.transfer': of('project'),
  'project.invite': ofProject,
  'invitation.accept': ofNothing,
  'invitation.revoke': of('invitation'),
  'member.remove': ofProject,
  'member.setRole': ofProject,
  'vibe.create': ofProject,
  'vibe.update': of('vibe'),
  'vibe.delete': of('vibe'),
  'vibe.restore': of('vibe'),
  'vibe.reorder': ofProject,
  'cut.create': ({ vibeId }) => ({ vibe: vibeId }),
  'cut.update': of('cut'),
  'cut.describe': of('cut'),
  'cut.delete': of('cut'),
  'cut.restore': of('cut'),
  'cut.move': of('cut'),
  'cut.merge': of('cut'),
  'cut.split': ({ cutId }) => ({ cut: cutId }),
  'cut.reorder': of('cut'),
  'file.update': of('file'),
  'file.approve': of('file'),
  'file.delete': of('file'),
  'file.restore': of('file'),
  'file.move': of('file'),
  'file.setType': of('file'),
  'comment.create': ({ cutId }) => ({ cut: cutId }),
  'comment.update': of('comment'),
  'comment.resolve': of('comment'),
  'comment.reopen': of('comment'),
  'comment.react': of('comment'),
  'comment.delete': of('comment'),
  'reply.create': ({ commentId }) => ({ comment: commentId }),
  'reply.update': of('reply'),
  'reply.react': of('reply'),
  'reply.delete': of('reply'),
  'notification.read': ofNothing,
  'notification.readAll': ofNothing,
  'activity.dismiss': ofNothing,
  'activity.undismiss': ofNothing,
  'activity.dismissAll': ofNothing,
  'conversation.open': ({ userId }) => ({ person: userId }),
  'message.send': ({ userId, conversationId }) => ({ person: userId, conversation: conversationId }),
  'conversation.read': ({ conversationId }) => ({ conversation: conversationId }),
  'room.send': ofProject,
  'room.react': ofProject,
  'room.read': ofProject,
  'attention.setLevel': ofProject,
  'attention.setMail': ofProject,
  'account.update': ofNothing,
  'attention.setQuietHours': ofNothing,
};

export function scopeOf({ kind, payload }: Command): Scope {
  // The map gives each kind the scope of its own payload; TypeScript can't follow that through a union.
  return (scopes[kind] as (payload: unknown) => Scope)(payload);
}

/** The tables in which a thing may be, each with its project. */
const places: { [Thing in keyof Scope]?: readonly string[] } = {
  vibe: ['vibe', 'deletedVibe'],
  cut: ['cut', 'cutAlias', 'deletedCut'],
  file: ['file', 'deletedFile'],
  invitation: ['invitation'],
};

/** The topics of the projects and people that these scopes concern. */
export async function findTopics(tx: Transaction<Database>, all: readonly Scope[]): Promise<Set<Topic>> {
  const idsOf = (thing: keyof Scope) => all.flatMap((scope) => scope[thing] ?? []);
  const topics = new Set<Topic>([...idsOf('project').map(projectTopic), ...idsOf('person').map(userTopic)]);
  const queries: RawBuilder<{ topic: Topic }>[] = [];
  const find = (thing: keyof Scope, query: (ids: string[]) => RawBuilder<{ topic: Topic }>) => {
    const ids = idsOf(thing);
    if (ids.length > 0) queries.push(query(ids));
  };
  for (const [thing, tables] of Object.entries(places))
    for (const table of tables)
      find(
        thing as keyof Scope,
        (ids) =>
          sql`select 'project:' || "projectId" as topic from ${sql.table(table)} where id = any(${ids})`,
      );
  find(
    'comment',
    (ids) => sql`select 'project:' || "projectId" from comment join cut on cut.id = "cutId"
      where comment.id = any(${ids})`,
  );
  find(
    'reply',
    (ids) => sql`select 'project:' || "projectId" from reply join comment on comment.id = "commentId"
      join cut on cut.id = "cutId" where reply.id = any(${ids})`,
  );
  for (const column of ['firstUserId', 'secondUserId'])
    find(
      'conversation',
      (ids) => sql`select 'user:' || ${sql.ref(column)} from conversation where id = any(${ids})`,
    );
  if (queries.length > 0) {
    const query = sql<{ topic: Topic }>`select topic from (
      select null as topic union all ${sql.join(queries, sql` union all `)}) as found where topic is not null`;
    for (const { topic } of (await query.execute(tx)).rows) topics.add(topic);
  }
  return topics;
}
