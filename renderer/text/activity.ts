import { plural } from '../../common/plural.ts';
import type { ActivityType } from '../../protocol/wire/activity.ts';

/** A sentence about an actor, without the actor: `name` is shown apart from the words around it, often as a link. */
export type ActivityParts = { before: string; name: string; after: string };

export const activityText = {
  heading: 'Activity',
  allHeading: 'All activity',
  list: 'Activity in this project',
  allList: 'Activity in all projects',
  loading: 'Loading activity',
  emptyTitle: 'No activity yet',
  empty: 'Bounces, comments and approvals of this project appear here.',
  allEmpty: 'Bounces, comments and approvals of all your projects appear here.',
  earlierFailed: (reason: string) => `Couldn’t load earlier activity. ${reason}`,
  dismiss: (sentence: string) => `Dismiss: ${sentence}`,
  dismissShort: 'Dismiss',
  dismissAll: 'Dismiss all',
  dismissed: 'Dismissed',
  dismissedMany: (activities: number) => `${plural(activities, 'activity', 'activities')} dismissed`,
  dismissFailed: 'Couldn’t dismiss it',
  dismissAllFailed: 'Couldn’t dismiss the activity',
  undoFailed: 'Some activity couldn’t be restored',

  did: {
    file_uploaded: (name) => ({ before: 'bounced', name, after: '' }),
    stems_added: (name) => ({ before: 'added stems to', name, after: '' }),
    comment_added: (name) => ({ before: 'commented', name: `“${name}”`, after: '' }),
    reply_added: (name) => ({ before: 'replied', name: `“${name}”`, after: '' }),
    cut_created: (name) => ({ before: 'created the song', name, after: '' }),
    cut_deleted: (name) => ({ before: 'deleted the song', name, after: '' }),
    cut_restored: (name) => ({ before: 'restored the song', name, after: '' }),
    cut_moved: (name) => ({ before: 'moved', name, after: 'to another group' }),
    cut_merged: (name) => ({ before: 'merged', name, after: 'into another song' }),
    cut_split: (name) => ({ before: 'split off the song', name, after: '' }),
    file_moved: (name) => ({ before: 'moved', name, after: 'to another song' }),
    file_approved: (name) => ({ before: 'approved', name, after: '' }),
    file_noted: (name) => ({ before: 'wrote a note on', name, after: '' }),
    vibe_created: (name) => ({ before: 'created', name, after: '' }),
    vibe_deleted: (name) => ({ before: 'deleted', name, after: '' }),
    vibe_restored: (name) => ({ before: 'restored', name, after: '' }),
    member_joined: (name) => ({ before: 'added', name, after: '' }),
    member_left: (name) => ({ before: 'removed', name, after: '' }),
    role_changed: (name) => ({ before: 'changed the role of', name, after: '' }),
    owner_changed: (name) => ({ before: 'made', name, after: 'the owner' }),
  } satisfies Record<ActivityType, (name: string) => ActivityParts>,
  /** A kind of activity that only a newer version knows. */
  unknown: (name: string): ActivityParts => ({
    before: 'made a change that this version of BandMate can’t show:',
    name,
    after: '',
  }),
  joined: { before: 'joined', name: '', after: '' },
  left: { before: 'left', name: '', after: '' },

  /** The place of a file, as the activity remembers it. */
  version: {
    name: (cut: string, version: number) => `${cut} v${version}`,
    moved: (version: number, cut: string) => `to ${cut}, as version ${version}`,
  },
  mergedInto: (cut: string) => `into ${cut}`,

  /** The vibe or cut that a bounce created, where the activity doesn't name the cut. */
  created: {
    cut: 'new song',
    cutIn: (vibe: string) => `new song in ${vibe}`,
    cutInNewVibe: (vibe: string) => `new song in the new group ${vibe}`,
    newVibe: (vibe: string) => `in the new group ${vibe}`,
  },
  withPlace: (sentence: string, place: string) => `${sentence} — ${place}`,
  changed: 'What changed: ',
};
