import type { EphemeralEventName, LoggedEventName } from '../../protocol/wire/event.ts';

/**
 * Where an event is sent. `project`: to the sockets that joined the project's room. `user`: to every socket of one
 * person. A logged event belongs to the topic of that name.
 */
export type DescribedEvent = { channel: 'project' | 'user'; summary: string };

/** Every event of `protocol/wire/event.ts`. */
export const describedEvents: Record<LoggedEventName | EphemeralEventName, DescribedEvent> = {
  'file:uploaded': { channel: 'project', summary: 'A file was uploaded and can be downloaded' },
  'comment:created': { channel: 'project', summary: 'Someone commented on a cut' },
  'comment:reply': { channel: 'project', summary: 'Someone replied to a comment' },
  'cut:created': { channel: 'project', summary: 'A cut was created' },
  'cut:moved': { channel: 'project', summary: 'A cut was moved to the end of another vibe' },
  'cut:deleted': { channel: 'project', summary: 'A cut was deleted, with its files and comments' },
  'vibe:created': { channel: 'project', summary: 'A vibe was created' },
  'activity:new': { channel: 'project', summary: 'An activity for the feed' },
  'member:joined': { channel: 'project', summary: 'Someone joined the project' },
  'notification:new': { channel: 'user', summary: 'A notification for this person' },
  'chat:message': {
    channel: 'user',
    summary: 'A message, sent to both people of the conversation, including the sender’s devices',
  },
  'chat:read': {
    channel: 'user',
    summary: 'One of the two read the conversation up to this position of the log. Sent to both',
  },
  'project:updated': { channel: 'project', summary: 'The name, description or image changed' },
  'project:deleted': { channel: 'project', summary: 'The project was deleted' },
  'project:joined': { channel: 'user', summary: 'This person joined or created a project' },
  'project:left': { channel: 'user', summary: 'This person left or was removed, or the project was deleted' },
  'vibe:updated': { channel: 'project', summary: 'The name or image of a vibe changed' },
  'vibe:deleted': {
    channel: 'project',
    summary: 'A vibe was deleted, after a `cut:deleted` for each of its cuts',
  },
  'vibes:reordered': { channel: 'project', summary: 'The vibes were reordered' },
  'cut:updated': { channel: 'project', summary: 'A cut was renamed, or its song has become known' },
  'cut:restored': { channel: 'project', summary: 'A deleted cut is back, with its files and comments' },
  'cut:described': { channel: 'project', summary: 'Tempo, key or sections of a cut were entered' },
  'cut:merged': {
    channel: 'project',
    summary: 'A cut was merged into another one, which has everything of it',
  },
  'cut:split': { channel: 'project', summary: 'Files of a cut became a cut of their own' },
  'file:moved': {
    channel: 'project',
    summary: 'A file was moved to another cut, with its stems and the comments made on them',
  },
  'file:restored': { channel: 'project', summary: 'A deleted file is back, with its comments and stems' },
  'file:deleted': { channel: 'project', summary: 'A version of a cut was deleted' },
  'file:updated': {
    channel: 'project',
    summary: 'The label or note of a file changed, or the version that a stem belongs to',
  },
  'files:reordered': { channel: 'project', summary: 'The versions of a cut were reordered' },
  'file:measured': { channel: 'project', summary: 'The loudness of a file was measured' },
  'file:copied': { channel: 'project', summary: 'There is a compressed copy of a file' },
  'file:approved': { channel: 'project', summary: 'Someone approved a version, or took it back' },
  'file:compared': { channel: 'project', summary: 'A version was compared with the one before it' },
  'member:updated': { channel: 'project', summary: 'Someone has another role, or owns the project' },
  'member:left': { channel: 'project', summary: 'Someone left or was removed. They don’t receive it' },
  'comment:updated': {
    channel: 'project',
    summary: 'A comment was changed, resolved, reopened or reacted to',
  },
  'comment:deleted': { channel: 'project', summary: 'A comment was deleted, with its replies' },
  'reply:updated': { channel: 'project', summary: 'A reply was changed or reacted to' },
  'reply:deleted': { channel: 'project', summary: 'A reply was deleted' },
  'notification:read': { channel: 'user', summary: 'This person read a notification' },
  'notifications:read': {
    channel: 'user',
    summary: 'This person read this notification and all earlier ones',
  },
  'notifications:withdrawn': {
    channel: 'user',
    summary: 'The notifications that link to a deleted cut, file, comment or reply were removed',
  },
  'notifications:moved': {
    channel: 'user',
    summary: 'The notifications about what moved to another cut link to that cut',
  },
  'activities:dismissed': { channel: 'user', summary: 'This person dismissed activities' },
  'activities:undismissed': { channel: 'user', summary: 'This person undid a dismissal' },
  'room:message': { channel: 'project', summary: 'Someone wrote in the room of the project' },
  'room:updated': {
    channel: 'project',
    summary: 'Someone reacted to a message of the room, or made a comment from it',
  },
  'attention:updated': {
    channel: 'user',
    summary:
      'The unread messages of a project’s room changed for this person, or what they hear of the project',
  },
  'person:updated': {
    channel: 'project',
    summary: 'A member has another picture. Also sent to this person',
  },
  'session:started': { channel: 'user', summary: 'This person signed in on another device' },
  'quiet-hours:updated': { channel: 'user', summary: 'This person changed their quiet hours' },
  'chat:typing': {
    channel: 'user',
    summary: 'The other person of a conversation started or stopped typing. Expires after a few seconds',
  },
  'chat:presence': {
    channel: 'user',
    summary: 'Someone who shares a project with this person went online or offline',
  },
  'server:announcement': {
    channel: 'user',
    summary: 'The operator announced something, or took that back. To everybody who is connected',
  },
  'party:changed': {
    channel: 'user',
    summary: 'To each member of the project: a listening party began, ended, or has other listeners or sound',
  },
  'party:state': {
    channel: 'user',
    summary:
      'To each socket in a listening party: how the sound plays from a moment of the server’s clock on',
  },
  'party:pointer': {
    channel: 'user',
    summary: 'To the other sockets in a listening party: where one of the listeners points at the waveform',
  },
  'party:probe': {
    channel: 'user',
    summary: 'To a socket in a listening party, which acknowledges it, or counts as gone',
  },
  'file:peaks': {
    channel: 'project',
    summary: 'The waveform of a file is ready, or it has none: request it',
  },
};
