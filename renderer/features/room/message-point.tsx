import { Check, Circle } from 'lucide-react';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { MessagePoint as Point } from '../../../protocol/wire/room-message.ts';
import { formatRoute } from '../../platform/route.ts';
import { formatRange } from '../../text/moment.ts';
import { roomText } from '../../text/room.ts';
import { classNames } from '../../ui/class-names.ts';
import { isOpen, useCutComments } from '../comments/port.tsx';

/** Leads to the open point that was made from a message, and says whether it is done. Nothing once it is deleted. */
export function MessagePoint({ point, project }: { point: Point; project: ProjectSnapshot }) {
  const cut = cutOfPoint(point, project);
  return cut ? <PointLink point={point} cut={cut} /> : null;
}

function PointLink({ point, cut }: { point: Point; cut: Cut }) {
  const { shown } = useCutComments(cut.id, cut.formerIds);
  const comment = shown?.comments.find(({ id }) => id === point.commentId);
  if (!comment) return null;
  const isDone = !isOpen(comment);
  const Icon = isDone ? Check : Circle;
  return (
    <a
      href={formatRoute({
        name: 'project',
        projectId: cut.projectId,
        cutId: cut.id,
        commentId: point.commentId,
      })}
      className={classNames(
        'flex h-6 min-w-0 items-center gap-1.5 rounded-full border border-line-strong px-2 text-meta hover:bg-hover',
        isDone ? 'text-good' : 'text-text',
      )}
    >
      <Icon size={12} aria-hidden className="shrink-0" />
      <span className="shrink-0 font-medium">{isDone ? roomText.resolvedPoint : roomText.openPoint}</span>
      <span className="min-w-0 truncate text-dim tabular-nums">
        {`${cut.name} · ${formatRange(comment.timestamp, comment.endTimestamp ?? null)}`}
      </span>
    </a>
  );
}

/** The song in which the point is now: a comment follows its version. */
export function cutOfPoint({ cutId, fileId }: Point, project: ProjectSnapshot): Cut | undefined {
  const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
  const withFile =
    fileId === null ? undefined : cuts.find(({ files }) => files.some(({ id }) => id === fileId));
  return withFile ?? findCut(project, cutId);
}
