import { useMemo } from 'react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { mainMix } from '../../platform/songs.ts';
import { formatDuration } from '../../text/format.ts';
import { projectsText } from '../../text/projects.ts';
import { Face } from '../../ui/face.tsx';
import { useContacts } from '../chat/port.tsx';

/** More people than this are a number. */
const mostFaces = 6;

/** How much is in a project, and who works on it. */
export function ProjectSummary({ project }: { project: ProjectSnapshot }) {
  const { songs, seconds, comments } = useMemo(() => summarise(project), [project]);
  const { contacts } = useContacts();
  const faces = project.members.slice(0, mostFaces);
  const more = project.members.length - faces.length;
  const facts = [
    songs === 0 ? projectsText.newProjectHint : projectsText.songs(songs),
    seconds > 0 && formatDuration(seconds),
    comments > 0 && projectsText.row.comments(comments),
  ].filter(Boolean);
  return (
    <span className="flex min-w-0 items-center gap-2.5 text-dim">
      <span className="min-w-0 truncate tabular-nums">{facts.join(' · ')}</span>
      <span
        role="img"
        aria-label={projectsText.people(project.members.map(({ user }) => user.name))}
        className="flex shrink-0 gap-1 max-[480px]:hidden"
      >
        {faces.map(({ user }) => (
          <Face
            key={user.id}
            userId={user.id}
            name={user.name}
            size={20}
            away={contacts.some(({ userId, presence }) => userId === user.id && presence !== 'online')}
          />
        ))}
        {more > 0 && <span className="text-meta tabular-nums">{`+${more}`}</span>}
      </span>
    </span>
  );
}

function summarise(project: ProjectSnapshot) {
  let songs = 0;
  let seconds = 0;
  let comments = 0;
  for (const vibe of project.vibes) {
    const main = mainMix(vibe);
    for (const cut of vibe.cuts) {
      comments += cut.commentCount;
      if (main && cut !== main) continue;
      songs += 1;
      seconds += versionsOf(cut).at(-1)?.audio?.durationSeconds ?? 0;
    }
  }
  return { songs, seconds, comments };
}
