import type { EphemeralEventName, LoggedEventName } from '../../protocol/wire/event.ts';

/**
 * Where an event is told and what it says. `project`: to the sockets that have joined the project's room. `user`: to
 * every socket of one person. A logged event stands in the topic of that name.
 */
export type DescribedEvent = { channel: 'project' | 'user'; says: string };

/** Every event of `protocol/wire/event.ts`. */
export const describedEvents: Record<LoggedEventName | EphemeralEventName, DescribedEvent> = {
  'file:uploaded': { channel: 'project', says: 'A file has been committed and can be had' },
  'comment:created': { channel: 'project', says: 'Someone has commented on a moment of a cut' },
  'comment:reply': { channel: 'project', says: 'Someone has replied to a comment' },
  'cut:created': { channel: 'project', says: 'There is a new cut' },
  'cut:moved': { channel: 'project', says: 'A cut is at the end of another vibe now' },
  'cut:deleted': { channel: 'project', says: 'A cut is gone, with its files and comments' },
  'vibe:created': { channel: 'project', says: 'There is a new vibe' },
  'activity:new': { channel: 'project', says: 'Someone has done something: a line of the feed' },
  'member:joined': { channel: 'project', says: 'Someone has joined the project' },
  'notification:new': { channel: 'user', says: 'There is something this person should know of' },
  'chat:message': {
    channel: 'user',
    says: 'A message, told to both people of its conversation, the sender’s devices included',
  },
  'chat:read': {
    channel: 'user',
    says: 'One of the two has read all that the conversation holds at this place of the log; told to both',
  },
  'project:updated': { channel: 'project', says: 'Name, description or image have changed' },
  'project:deleted': { channel: 'project', says: 'The project is gone' },
  'project:joined': { channel: 'user', says: 'The list of this person’s projects has grown' },
  'project:left': { channel: 'user', says: 'It has shrunk: left, removed, or the project is gone' },
  'vibe:updated': { channel: 'project', says: 'A vibe has another name' },
  'vibe:deleted': { channel: 'project', says: 'A vibe is gone; `cut:deleted` was told for each of its cuts' },
  'vibes:reordered': { channel: 'project', says: 'The vibes stand in this order now' },
  'cut:updated': { channel: 'project', says: 'A cut has another name' },
  'file:deleted': { channel: 'project', says: 'A version of a cut is gone' },
  'member:left': { channel: 'project', says: 'Someone is no member any more; they are not told here' },
  'comment:updated': { channel: 'project', says: 'Text or moment of a comment have changed' },
  'comment:deleted': { channel: 'project', says: 'A comment is gone, with its replies' },
  'reply:deleted': { channel: 'project', says: 'A reply is gone' },
  'notification:read': { channel: 'user', says: 'This person has read a notification on some device' },
  'notifications:read': { channel: 'user', says: 'They have read this one and all that were made before it' },
  'notifications:withdrawn': {
    channel: 'user',
    says: 'The notifications whose link names this cut, file, comment or reply are gone with it',
  },
  'activities:dismissed': { channel: 'user', says: 'This person has taken activities off their feed' },
  'activities:undismissed': { channel: 'user', says: 'They have brought them back' },
  'chat:typing': {
    channel: 'user',
    says: 'The other one of a conversation types, or has ceased to; ends by itself after some seconds',
  },
  'chat:presence': {
    channel: 'user',
    says: 'Someone with whom this person shares a project has come or gone',
  },
  'file:peaks': { channel: 'project', says: 'The waveform of a file can be had, or there will be none: ask' },
};
