import type { Activity } from '../../../protocol/wire/activity.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { type ActivityParts, activityText } from '../../text/activity.ts';

/** Their file's name says less than song and version. */
const namedByVersion = new Set<Activity['type']>(['file_uploaded', 'file_approved', 'file_noted']);

/** An activity without the actor's name: `bounced Dune v3`. `cutName`: of the cut that it leads to, if known. */
export function activityParts(
  { type, target, actor, version }: Activity,
  cutName: string | null = null,
): ActivityParts {
  const isAboutActor = target.id === actor.id;
  if (type === 'member_joined' && isAboutActor) return activityText.joined;
  if (type === 'member_left' && isAboutActor) return activityText.left;
  if (type === 'file_moved' && version)
    return {
      ...activityText.did.file_moved(target.name),
      after: activityText.version.moved(version.number, version.cutName),
    };
  if (type === 'cut_merged' && cutName !== null)
    return { ...activityText.did.cut_merged(target.name), after: activityText.mergedInto(cutName) };
  const name =
    version && namedByVersion.has(type)
      ? activityText.version.name(version.cutName, version.number)
      : target.name;
  return (forWord(activityText.did, type) ?? activityText.unknown)(name);
}

/**
 * The cut that a bounce created, and its vibe. Empty when it was added to a cut, or when its name, which is shown already,
 * says everything.
 */
export function placeText(
  { type, version }: Activity,
  created: readonly Activity[],
  vibeName: string | null,
): string {
  const vibe = created.find(({ type }) => type === 'vibe_created')?.target.name;
  const hasCut = created.some(({ type }) => type === 'cut_created');
  if (type === 'file_uploaded' && version && hasCut && (vibe === undefined || vibe === version.cutName))
    return activityText.created.cut;
  if (vibe !== undefined)
    return hasCut ? activityText.created.cutInNewVibe(vibe) : activityText.created.newVibe(vibe);
  if (!hasCut) return '';
  return vibeName === null ? activityText.created.cut : activityText.created.cutIn(vibeName);
}
