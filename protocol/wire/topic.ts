import * as z from 'zod';

/** A stream of the durable log: one for each project, one for each user. */
export const topicSchema = z.templateLiteral([z.enum(['project', 'user']), ':', z.string().min(1).max(64)]);
export type Topic = z.infer<typeof topicSchema>;

export function projectTopic(projectId: string): Topic {
  return `project:${projectId}`;
}

export function userTopic(userId: string): Topic {
  return `user:${userId}`;
}

/** The kind and id a topic names. */
export function parseTopic(topic: Topic): { kind: 'project' | 'user'; id: string } {
  const colon = topic.indexOf(':');
  return { kind: topic.slice(0, colon) as 'project' | 'user', id: topic.slice(colon + 1) };
}
