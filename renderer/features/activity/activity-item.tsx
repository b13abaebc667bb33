import { ChevronRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { burstPredicate } from '../../../common/news-sentence.ts';
import type { Activity } from '../../../protocol/wire/activity.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { findFile } from '../../platform/current-place.ts';
import { formatRoute, routeOf } from '../../platform/route.ts';
import { activityText } from '../../text/activity.ts';
import { formatTimeOfDay } from '../../text/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { NotThis } from '../corrections/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import type { ActivityEntry } from './activity-rows.ts';
import { activityParts } from './activity-text.ts';

/** One activity: a sentence with a link, and for a bounce what changed in it and a way to correct its place. */
export function ActivityItem({
  activity,
  cutName,
  place,
  now,
  project,
  opened,
  isInBurst,
  onDismiss,
}: {
  activity: Activity;
  /** Of the cut that it leads to, if that is known here. */
  cutName: string | null;
  /** The cut that a bounce created, as text. */
  place: string;
  now: number;
  /** The project's name, in a list of several projects. */
  project: string | undefined;
  /** Its project, in the list of one project: read once for all rows. */
  opened: ProjectSnapshot | null;
  /** Below the row of a burst. */
  isInBurst: boolean;
  onDismiss: () => void;
}) {
  const parts = activityParts(activity, cutName);
  const { before, name, after } = parts;
  const leads = activity.link.cutId !== undefined || project !== undefined;
  const sentence = [activity.actor.name, before, name, after].filter(Boolean).join(' ');
  const title = place ? activityText.withPlace(sentence, place) : sentence;
  return (
    <article
      className={classNames('group flex gap-2 py-1.5 pr-2 hover:bg-hover', isInBurst ? 'pl-11' : 'pl-4')}
      aria-label={title}
    >
      {!isInBurst && <Face userId={activity.actor.id} name={activity.actor.name} size={20} />}
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="line-clamp-3">
          <bdi className="font-medium">{activity.actor.name}</bdi> <span className="text-dim">{before}</span>
          {name && ' '}
          {name && leads ? (
            <a
              href={formatRoute(routeOf(activity.link))}
              className="rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-accent"
            >
              <bdi>{name}</bdi>
            </a>
          ) : (
            <bdi>{name}</bdi>
          )}
          {after && <span className="text-dim"> {after}</span>}
          {project && (
            <span className="text-faint">
              {' '}
              · <bdi>{project}</bdi>
            </span>
          )}
        </p>
        {activity.type === 'file_uploaded' &&
          (opened ? (
            <BounceFacts activity={activity} place={place} project={opened} />
          ) : (
            <BounceFactsOf activity={activity} place={place} />
          ))}
      </div>
      <When at={activity.createdAt} now={now}>
        <DismissButton title={title} onDismiss={onDismiss} />
      </When>
    </article>
  );
}

/** Several bounces of one person as one row, which unfolds. */
export function BurstItem({
  entries,
  songs,
  isOpen,
  now,
  project,
  onToggle,
  onDismiss,
}: {
  entries: readonly [ActivityEntry, ...ActivityEntry[]];
  songs: readonly string[];
  isOpen: boolean;
  now: number;
  project: string | undefined;
  onToggle: () => void;
  onDismiss: () => void;
}) {
  const [{ activity: newest }] = entries;
  const predicate = burstPredicate('bounces', entries.length, songs);
  const title = [newest.actor.name, predicate].join(' ');
  return (
    <article className="group flex gap-2 py-1.5 pr-2 pl-4 hover:bg-hover" aria-label={title}>
      <Face userId={newest.actor.id} name={newest.actor.name} size={20} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <button type="button" onClick={onToggle} aria-expanded={isOpen} className="rounded-sm text-left">
          <span className="line-clamp-3">
            <bdi className="font-medium">{newest.actor.name}</bdi> <bdi className="text-dim">{predicate}</bdi>
            {project && (
              <span className="text-faint">
                {' '}
                · <bdi>{project}</bdi>
              </span>
            )}
            <ChevronRight
              size={13}
              aria-hidden
              className={classNames('ml-1 inline text-faint', isOpen && 'rotate-90')}
            />
          </span>
        </button>
        {songs.length > 1 && (
          <p className="line-clamp-2 text-meta text-dim">
            <bdi>{songs.join(', ')}</bdi>
          </p>
        )}
      </div>
      <When at={newest.createdAt} now={now}>
        <DismissButton title={title} onDismiss={onDismiss} />
      </When>
    </article>
  );
}

/** The time of an activity. Where a pointer can hover, the button takes its place. */
function When({ at, now, children }: { at: string; now: number; children: ReactNode }) {
  return (
    <div className="relative flex shrink-0 items-start pr-2 pointer-coarse:pr-0">
      <time
        dateTime={at}
        className="text-meta leading-5 text-faint tabular-nums group-has-[[data-dismiss]:focus-visible]:opacity-0 pointer-fine:group-hover:opacity-0"
      >
        {formatTimeOfDay(Date.parse(at), now)}
      </time>
      {children}
    </div>
  );
}

function DismissButton({ title, onDismiss }: { title: string; onDismiss: () => void }) {
  return (
    <IconButton
      label={activityText.dismiss(title)}
      {...tooltip(activityText.dismissShort)}
      icon={X}
      data-dismiss
      onClick={(event) => {
        focusNext(event.currentTarget);
        onDismiss();
      }}
      className="-my-1 opacity-0 pointer-fine:absolute pointer-fine:right-1 pointer-coarse:opacity-100 group-hover:opacity-100 focus-visible:opacity-100"
    />
  );
}

/** In a list of several projects. */
function BounceFactsOf({ activity, place }: { activity: Activity; place: string }) {
  const { project } = useShownProject(activity.projectId);
  return <BounceFacts activity={activity} place={place} project={project} />;
}

/** The cut that a bounce created, *Not this?*, and the changes since the version before, once they are known. */
function BounceFacts({
  activity: { target },
  place,
  project,
}: {
  activity: Activity;
  place: string;
  project: ProjectSnapshot | null;
}) {
  const now = project && findFile(project, target.id);
  const summary = now?.file.difference?.summary;
  return (
    <div className="text-meta text-dim tabular-nums">
      <p className="first-letter:uppercase">
        {place && `${place} `}
        {now && <NotThis project={project} cut={now.cut} file={now.file} className="text-faint" />}
      </p>
      {summary && (
        <p>
          <span className="sr-only">{activityText.changed}</span>
          {summary}
        </p>
      )}
    </div>
  );
}

/** The row is about to disappear. Keyboard users continue on the next one, or on the one before. */
function focusNext(button: HTMLElement): void {
  const buttons = [...(button.closest('ul')?.querySelectorAll<HTMLElement>('[data-dismiss]') ?? [])];
  const index = buttons.indexOf(button);
  (buttons[index + 1] ?? buttons[index - 1] ?? button.closest<HTMLElement>('section'))?.focus();
}
