import type { Activity } from '../../../protocol/wire/activity.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { type ActivityParts, activityText } from '../../text/activity.ts';

/** An activity without the actor's name: `bounced v3`. */
export function activityParts({ type, target, actor }: Activity): ActivityParts {
  const isAboutActor = target.id === actor.id;
  if (type === 'member_joined' && isAboutActor) return activityText.joined;
  if (type === 'member_left' && isAboutActor) return activityText.left;
  return (forWord(activityText.did, type) ?? activityText.unknown)(target.name);
}

export function activitySentence(activity: Activity): string {
  const { before, name, after } = activityParts(activity);
  return [activity.actor.name, before, name, after].filter(Boolean).join(' ');
}

/** Names the vibe or cut that a bounce created besides the file; empty when it was added to an existing cut. */
export function createdText(created: readonly Activity[], vibeName: string | null): string {
  const vibe = created.find(({ type }) => type === 'vibe_created')?.target.name;
  const hasCut = created.some(({ type }) => type === 'cut_created');
  if (vibe !== undefined)
    return hasCut ? activityText.created.cutInNewVibe(vibe) : activityText.created.newVibe(vibe);
  if (!hasCut) return '';
  return vibeName === null ? activityText.created.cut : activityText.created.cutIn(vibeName);
}
