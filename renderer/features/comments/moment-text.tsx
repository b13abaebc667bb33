import { useMemo } from 'react';
import type { MomentInText } from '../../../common/moments-in-text.ts';
import { textParts } from '../../../common/text-parts.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { goTo } from '../../platform/route.ts';
import { commentsText } from '../../text/comments.ts';
import { useHue } from '../../ui/face.tsx';
import { placeOfCut, type Track, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';

const nobody: readonly string[] = [];

/**
 * A text in which moments are links to the music and mentioned people have their colour. `track`: the version that a
 * time without a song means; without it, only a time with a song is a link. `mentions`: the people it names.
 */
export function MomentText({
  text,
  project,
  track = null,
  mentions = nobody,
}: {
  text: string;
  project: ProjectSnapshot;
  track?: Track | null;
  mentions?: readonly string[] | undefined;
}) {
  const { player } = useListening();
  const parts = useMemo(() => {
    const people = project.members.map(({ user }) => user).filter(({ id }) => mentions.includes(id));
    return textParts(text, { titles: titlesOf(project), people });
  }, [text, project, mentions]);
  const go = (target: Track, { from, song }: MomentInText) => {
    if (song)
      goTo({ name: 'project', projectId: target.projectId, cutId: target.cutId, fileId: target.fileId });
    const on = player.state.get().track;
    if (on?.fileId === target.fileId || (!song && on?.cutId === target.cutId)) player.seek(from);
    else player.cue(target, from);
  };
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    if (part.kind === 'mention')
      return (
        <Mention key={key} text={part.text} userId={part.ids.find((id) => mentions.includes(id)) ?? ''} />
      );
    const target = part.kind === 'moment' ? trackOf(part.moment, project, track) : null;
    if (part.kind !== 'moment' || !target) return part.text;
    return (
      <button
        key={key}
        type="button"
        aria-label={commentsText.goToMoment(part.text)}
        onClick={() => go(target, part.moment)}
        className="rounded-sm font-medium text-accent tabular-nums hover:bg-hover hover:underline"
      >
        {part.text}
      </button>
    );
  });
}

function Mention({ text, userId }: { text: string; userId: string }) {
  return (
    <span data-hue={useHue(userId)} className="font-medium text-ink">
      {text}
    </span>
  );
}

function titlesOf({ vibes }: ProjectSnapshot): string[] {
  return vibes.flatMap(({ cuts }) => cuts.map(({ name }) => name));
}

/** The version that a moment means; null if there is no such song, or the time is past its end. */
export function trackOf(
  { from, song }: MomentInText,
  project: ProjectSnapshot,
  shown: Track | null,
): Track | null {
  const target = song ? versionNamed(song, project) : shown;
  return target && (target.duration === null || from <= target.duration) ? target : null;
}

function versionNamed({ title, version }: NonNullable<MomentInText['song']>, project: ProjectSnapshot) {
  const wanted = title.toLowerCase();
  const cuts = project.vibes.flatMap(({ cuts: all }) => all);
  const cut = cuts.find(({ name }) => name.toLowerCase() === wanted);
  const place = cut && placeOfCut(project, cut.id);
  if (!place) return null;
  const tracks = tracksOf(place.cut, place.vibeName);
  const label = version?.toLowerCase();
  const named = tracks.find(
    ({ versionName, version: number }) =>
      label === versionName.toLowerCase() ||
      label === versionName.split(' · ')[0]?.toLowerCase() ||
      label === `v${number}`,
  );
  return named ?? tracks.at(-1) ?? null;
}
