import { useFrame } from '../../platform/frame-context.tsx';
import { projectsText } from '../../text/projects.ts';
import { Art } from '../../ui/art.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Name } from '../../ui/name.tsx';
import { StatusLight } from '../../ui/status-light.tsx';
import { ArrivalLine, type Arriving, arrivalText, arrivalTone } from '../transfers/port.tsx';
import { nameColumn } from './cell.tsx';

/** More of them are a number: the list of transfers has them all. */
const mostRows = 3;

/** Bounces of songs that the band doesn't have yet, from the first byte that the DAW writes. */
export function NewSongs({ arriving }: { arriving: Arriving }) {
  const { showPanel } = useFrame();
  const { newSongs } = arriving;
  if (newSongs.length === 0) return null;
  const more = newSongs.length - mostRows;
  return (
    <div className="@container shrink-0 px-4 max-[480px]:pr-3 max-[480px]:pl-2">
      <ul aria-label={projectsText.arriving}>
        {newSongs.slice(0, mostRows).map((transfer) => (
          <li
            key={transfer.id}
            // The columns are those of the songs below.
            className="mb-1.5 flex h-18 animate-arrive items-center gap-3 rounded-card border border-line bg-card pr-1.5 pl-2"
          >
            <span
              className={classNames(
                'flex min-w-0 items-center gap-3 pl-7 @max-2xl:gap-2 @max-2xl:pl-6 @max-xl:flex-1 pointer-coarse:pl-13 @max-2xl:pointer-coarse:pl-12',
                nameColumn,
              )}
            >
              <Art name={transfer.cutName} className="opacity-60 @max-2xl:size-8!" />
              <span className="flex min-w-0 flex-1 flex-col">
                <Name className="text-head font-semibold">{transfer.cutName}</Name>
                <span className="flex min-w-0 items-start gap-1.5 text-meta text-dim tabular-nums">
                  <span className="flex h-4 items-center">
                    <StatusLight small tone={arrivalTone(transfer)} />
                  </span>
                  <span className="line-clamp-2">{arrivalText(transfer)}</span>
                </span>
              </span>
            </span>
            <ArrivalLine transfer={transfer} className="h-10 min-w-0 flex-1 @max-xl:hidden" />
            <span className="w-67.5 shrink-0 @5xl:w-83.5 @max-2xl:hidden" />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button tone="quiet" className="mb-1.5" onClick={() => showPanel('transfers')}>
          {projectsText.moreArriving(more)}
        </Button>
      )}
    </div>
  );
}
