import type { EphemeralEventName, LoggedEventName } from '../../../../protocol/wire/event.ts';
import type { Caller } from './access.ts';
import type { Scene } from './scene.ts';

/** Those who hear a project's events once they have joined its room. */
export const inside: Caller[] = ['listener', 'member', 'admin', 'owner'];

/**
 * For every event, `project` (heard by everyone inside and nobody else), or `own` (heard by the person of its topic and
 * nobody else). It must be heard in the run of the rows: a route that causes it needs a row.
 */
export const hearers: Record<LoggedEventName | EphemeralEventName, 'project' | 'own'> = {
  'file:uploaded': 'project',
  'comment:created': 'project',
  'comment:reply': 'project',
  'cut:created': 'project',
  'cut:moved': 'project',
  'cut:deleted': 'project',
  'vibe:created': 'project',
  'activity:new': 'project',
  'member:joined': 'project',
  'notification:new': 'own',
  'chat:message': 'own',
  'chat:read': 'own',
  'project:updated': 'project',
  'project:deleted': 'project',
  'project:joined': 'own',
  'project:left': 'own',
  'vibe:updated': 'project',
  'vibe:deleted': 'project',
  'vibes:reordered': 'project',
  'cut:updated': 'project',
  'cut:restored': 'project',
  'cut:described': 'project',
  'cut:merged': 'project',
  'cut:split': 'project',
  'file:moved': 'project',
  'file:deleted': 'project',
  'file:restored': 'project',
  'file:updated': 'project',
  'files:reordered': 'project',
  'file:measured': 'project',
  'file:compared': 'project',
  'file:copied': 'project',
  'file:approved': 'project',
  'member:left': 'project',
  'member:updated': 'project',
  'comment:updated': 'project',
  'reply:updated': 'project',
  'comment:deleted': 'project',
  'reply:deleted': 'project',
  'notification:read': 'own',
  'notifications:read': 'own',
  'notifications:withdrawn': 'own',
  'notifications:moved': 'own',
  'activities:dismissed': 'own',
  'activities:undismissed': 'own',
  'room:message': 'project',
  'room:updated': 'project',
  'attention:updated': 'own',
  'person:updated': 'project',
  'session:started': 'own',
  'quiet-hours:updated': 'own',
  'chat:typing': 'own',
  'chat:presence': 'own',
  'file:peaks': 'project',
  'server:announcement': 'own',
  'party:changed': 'project',
  'party:state': 'own',
  'party:pointer': 'own',
  'party:probe': 'own',
};

/** Each event that a client may send over its socket while the owner has a listening party, and the callers whose acknowledgement is `ok`. Others have no socket, or a refusal. */
export const sent: [event: string, input: (scene: Scene, partyId: string) => object, mayBe: Caller[]][] = [
  ['hello', () => ({}), ['stranger', 'removed', ...inside]],
  ['join:project', ({ projectId }) => ({ projectId }), inside],
  ['leave:project', ({ projectId }) => ({ projectId }), ['stranger', 'removed', ...inside]],
  [
    'chat:typing',
    ({ conversationId }) => ({ conversationId, isTyping: true }),
    ['stranger', 'removed', ...inside],
  ],
  ['party:list', () => ({}), ['stranger', 'removed', ...inside]],
  ['party:join', (_, partyId) => ({ partyId }), inside],
  // Those who could not join are in no party.
  ['party:control', (_, partyId) => ({ partyId, control: { kind: 'pause' } }), inside],
  ['party:point', (_, partyId) => ({ partyId, seconds: 1 }), inside],
  ['party:clock', () => ({}), ['stranger', 'removed', ...inside]],
  [
    'party:start',
    ({ projectId, fileId }) => ({ projectId, fileId, position: 0, isPlaying: false, loop: null }),
    inside,
  ],
  ['party:leave', () => ({}), ['stranger', 'removed', ...inside]],
];
