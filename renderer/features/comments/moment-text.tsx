import { useMemo } from 'react';
import { hueOf } from '../../../common/hue.ts';
import type { MomentInText } from '../../../common/moments-in-text.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { goTo, useRoute } from '../../platform/route.ts';
import { commentsText } from '../../text/comments.ts';
import { Art } from '../../ui/art.tsx';
import { useHue } from '../../ui/face.tsx';
import type { Track } from '../player/port.ts';
import { SmallWave, useListening } from '../player/port.tsx';
import { linkedParts } from './moment-target.ts';

const nobody: readonly string[] = [];

type Props = {
  text: string;
  /** The version that a time without a song means; without it, only a time with a song is a link. */
  track?: Track | null;
  /** The people it names. */
  mentions?: readonly string[] | undefined;
  /** A moment of a song is drawn with its place on the wave. */
  withWaves?: boolean;
};

/** A text in which moments are links to the music and mentioned people have their colour. */
export function MomentText({ project, ...props }: Props & { project: ProjectSnapshot }) {
  const projects = useMemo(() => [project], [project]);
  return <LinkedText {...props} projects={projects} />;
}

/** The same for a text that belongs to no project: songs are looked for in these, in their order. */
export function LinkedText({
  text,
  projects,
  track = null,
  mentions = nobody,
  withWaves = false,
}: Props & { projects: readonly ProjectSnapshot[] }) {
  const go = useGoToMoment();
  const parts = useMemo(
    () => linkedParts(text, { projects, track, mentions }),
    [text, projects, track, mentions],
  );
  let at = 0;
  return parts.map(({ target, ...part }) => {
    const key = at;
    at += part.text.length;
    if (part.kind === 'mention')
      return (
        <Mention key={key} text={part.text} userId={part.ids.find((id) => mentions.includes(id)) ?? ''} />
      );
    if (part.kind !== 'moment' || !target) return part.text;
    const link = {
      type: 'button' as const,
      'aria-label': commentsText.goToMoment(part.text),
      onClick: () => go(target, part.moment),
    };
    return withWaves && part.moment.song ? (
      <button
        key={key}
        {...link}
        className="mx-0.5 inline-flex h-7 max-w-full items-center gap-1.5 overflow-hidden rounded-md border border-line-strong bg-card pr-1.5 pl-0.5 align-middle whitespace-nowrap hover:bg-hover"
      >
        <Chip target={target} moment={part.moment} />
      </button>
    ) : (
      <button
        key={key}
        {...link}
        className="rounded-sm font-medium text-accent tabular-nums hover:bg-hover hover:underline"
      >
        {part.text}
      </button>
    );
  });
}

/** Opens the song at that version and moment. It never starts to play. */
function useGoToMoment() {
  const { player } = useListening();
  const route = useRoute();
  return (target: Track, { from, song }: MomentInText) => {
    const { projectId, cutId, fileId } = target;
    const isOpen = route.name === 'project' && route.cutId === cutId;
    if (song || !isOpen) goTo({ name: 'project', projectId, cutId, fileId });
    const on = player.state.get().track;
    if (on?.fileId === fileId || (!song && on?.cutId === cutId)) player.seek(from);
    else player.cue(target, from);
  };
}

/** A moment of a song: its art and name, and its place on the wave. */
function Chip({ target, moment: { from, song } }: { target: Track; moment: MomentInText }) {
  const { cutName, fileId, duration, versionName } = target;
  const at = duration === null || duration === 0 ? null : Math.min(1, from / duration);
  return (
    <>
      <Art name={cutName} size={24} />
      {/* The spaces are for those who copy the text. */}
      <span className="min-w-0 truncate font-medium text-text">{cutName}</span>{' '}
      <span className="shrink-0 text-dim">{song?.version ?? versionName.split(' · ')[0]}</span>{' '}
      <span aria-hidden data-hue={hueOf(cutName)} className="relative block h-4 w-16 min-w-6 shrink-[99]">
        <SmallWave fileId={fileId} className="size-full" />
        {at !== null && (
          <span
            style={{ left: `${100 * at}%` }}
            className="absolute -inset-y-0.5 w-0.5 -translate-x-1/2 bg-playhead"
          />
        )}
      </span>
      <span className="shrink-0 font-medium text-accent tabular-nums">{commentsText.at(from)}</span>
    </>
  );
}

function Mention({ text, userId }: { text: string; userId: string }) {
  return (
    <span data-hue={useHue(userId)} className="font-medium text-ink">
      {text}
    </span>
  );
}
