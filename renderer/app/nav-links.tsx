import { Activity, ListChecks, type LucideIcon, Search } from 'lucide-react';
import { useOpenPoints } from '../features/open-points/port.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { formatRoute, type Route, useRouteFact } from '../platform/route.ts';
import { useSession } from '../platform/session-context.tsx';
import { activityText } from '../text/activity.ts';
import { appText } from '../text/app.ts';
import { pointsText } from '../text/points.ts';
import { classNames } from '../ui/class-names.ts';

/** The shortcut of Find as this system writes it. */
export function useFindKeys(): string {
  return useSession().facts.platform === 'darwin' ? '⌘K' : 'Ctrl K';
}

/** Find, and the places above all projects. */
export function NavLinks({ projectId, onGo }: { projectId: string | null; onGo: () => void }) {
  const { ask } = useFrame();
  const keys = useFindKeys();
  const isEverything = useRouteFact(({ name }) => name === 'everything');
  return (
    <div className="flex flex-col px-2 pt-2 pb-3">
      <button
        type="button"
        onClick={() => {
          onGo();
          ask({ kind: 'find' });
        }}
        className="mb-2 flex h-8 items-center gap-2.5 rounded-md bg-hover px-2.5 text-dim hover:bg-chosen hover:text-text"
      >
        <Search size={14} aria-hidden className="shrink-0" />
        <span className="flex-1 text-left">{appText.find}</span>
        <span aria-hidden className="text-meta text-faint">
          {keys}
        </span>
      </button>
      <NavLink
        to={{ name: 'everything' }}
        isHere={isEverything}
        icon={Activity}
        label={activityText.allHeading}
        onGo={onGo}
      />
      {projectId !== null && <PointsLink projectId={projectId} onGo={onGo} />}
    </div>
  );
}

/** The open points of the open project, and how many they are, once all are read. */
function PointsLink({ projectId, onGo }: { projectId: string; onGo: () => void }) {
  const { points, isReading } = useOpenPoints();
  const isHere = useRouteFact((route) => route.name === 'project' && route.cutId === null && !!route.points);
  return (
    <NavLink
      to={{ name: 'project', projectId, cutId: null, points: true }}
      isHere={isHere}
      icon={ListChecks}
      label={pointsText.heading}
      // A part of them would be a wrong number.
      amount={isReading ? 0 : points.length}
      onGo={onGo}
    />
  );
}

function NavLink({
  to,
  isHere,
  icon: Icon,
  label,
  amount = 0,
  onGo,
}: {
  to: Route;
  isHere: boolean;
  icon: LucideIcon;
  label: string;
  /** Shown at the right unless it is 0. */
  amount?: number;
  onGo: () => void;
}) {
  return (
    <a
      href={formatRoute(to)}
      onClick={onGo}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(
        'flex h-8 min-w-0 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover',
        isHere ? 'bg-chosen font-medium' : 'text-dim hover:text-text',
      )}
    >
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {amount > 0 && <span className="text-meta text-faint tabular-nums">{amount}</span>}
    </a>
  );
}
