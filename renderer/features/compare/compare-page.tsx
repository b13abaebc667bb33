import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { hueOf } from '../../../common/hue.ts';
import { formatRoute, goTo, type Pair } from '../../platform/route.ts';
import { compareText } from '../../text/compare.ts';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShownProject } from '../pending/port.tsx';
import { otherSide, type Side } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { CompareDeck } from './compare-deck.tsx';
import { choicesFor, tracksOfPair } from './pair-of-tracks.ts';

type Place = { projectId: string; cutId: string; compare: Pair };

/** Two versions side by side: heard one at a time, at the same moment and level. */
export function ComparePage({ projectId, cutId, compare }: Place) {
  const { project, error } = useShownProject(projectId);
  const choices = useMemo(() => (project ? choicesFor(project, cutId) : []), [project, cutId]);
  const { a, b } = useMemo(() => tracksOfPair(choices, compare), [choices, compare]);
  const { open } = useListening();
  useEffect(() => {
    if (a && b) open.change(() => ({ tracks: [a, b], track: a }));
    return () => open.change(() => null);
  }, [open, a, b]);

  const own = choices.find((choice) => choice.cutId === cutId);
  const back = <BackLink projectId={projectId} cutId={cutId} name={own?.cutName ?? ''} />;
  if (!project && !error) return <Skeleton rows={6} label={compareText.title} />;
  if (!a || !b || a === b)
    return (
      <Page label={own?.cutName ?? ''}>
        <Empty title={a && a === b ? compareText.same : compareText.gone} action={back}>
          {a && a === b ? undefined : compareText.goneHint}
        </Empty>
      </Page>
    );
  const choose = (side: Side, fileId: string) => {
    const pair = { ...compare, [side]: fileId };
    // The two change places rather than become the same.
    if (pair.a === pair.b) pair[otherSide(side)] = compare[side];
    goTo({ name: 'project', projectId, cutId, compare: pair }, { replace: true });
  };
  return (
    <Page label={own?.cutName ?? a.cutName}>
      <CompareDeck
        key={`${a.fileId} ${b.fileId}`}
        a={a}
        b={b}
        choices={choices}
        back={back}
        name={own?.cutName ?? a.cutName}
        onChoose={choose}
        onClose={() => goTo({ name: 'project', projectId, cutId })}
      />
    </Page>
  );
}

function Page({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={compareText.label(label)}
      data-hue={hueOf(label)}
      className="@container flex min-h-0 flex-1 flex-col overflow-y-auto"
    >
      {children}
    </section>
  );
}

function BackLink({ projectId, cutId, name }: { projectId: string; cutId: string; name: string }) {
  return (
    <a
      href={formatRoute({ name: 'project', projectId, cutId })}
      className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-md px-2 text-dim hover:bg-hover hover:text-text"
    >
      <ArrowLeft size={14} aria-hidden className="shrink-0" />
      <span className="truncate">{compareText.back(name)}</span>
    </a>
  );
}
