import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';

/**
 * Socket.IO rooms. Topics are rooms of the same name: `project:<id>` is joined with `join:project`,
 * `user:<id>` by each socket of that user as it connects. `session:<id>` holds the sockets of one sign-in.
 */
export function topicRoom(topic: Topic): string {
  return topic;
}

export function projectRoom(projectId: string): string {
  return topicRoom(projectTopic(projectId));
}

export function userRoom(userId: string): string {
  return topicRoom(userTopic(userId));
}

export function sessionRoom(sessionId: string): string {
  return `session:${sessionId}`;
}
