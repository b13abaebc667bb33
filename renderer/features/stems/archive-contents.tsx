import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { formatBytes } from '../../text/format.ts';
import { stemsText } from '../../text/stems.ts';

/** The files in a ZIP, as a list. The content of a file never changes, so it is read once. */
export function ArchiveContents({ file }: { file: File }) {
  const bridge = useBridge();
  const { data: answer } = useQuery({
    queryKey: ['archive-contents', file.sha256],
    queryFn: () => bridge.invoke('stems.contents', { fileId: file.id }),
    staleTime: (query) => (query.state.data?.ok ? Number.POSITIVE_INFINITY : 0),
  });
  if (!answer) return <Remark>{stemsText.reading}</Remark>;
  if (!answer.ok) return <Remark>{stemsText.unreadable(failureSentence(answer))}</Remark>;
  const { entries, truncated } = answer.data;
  if (entries.length === 0) return <Remark>{stemsText.empty}</Remark>;
  return (
    <>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={stemsText.contentsOf(file.name)}
        className="mb-1 ml-9 max-h-56 overflow-y-auto rounded-md bg-well py-1"
      >
        {entries.map(({ name, size }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an archive may hold a name twice, and its list never changes
          <li key={index} className="flex h-6 items-center gap-3 px-3 text-meta">
            <EntryName name={name} />
            <span className="shrink-0 text-faint tabular-nums">{formatBytes(size)}</span>
          </li>
        ))}
      </ul>
      {truncated && <Remark>{stemsText.more}</Remark>}
    </>
  );
}

/** The folder recedes behind the name. */
function EntryName({ name }: { name: string }) {
  const slash = name.lastIndexOf('/') + 1;
  return (
    <span title={name} className="min-w-0 flex-1 truncate">
      {slash > 0 && <span className="text-faint">{name.slice(0, slash)}</span>}
      <span className="text-dim">{name.slice(slash)}</span>
    </span>
  );
}

function Remark({ children }: { children: ReactNode }) {
  return <p className="ml-9 px-3 py-1 text-meta text-faint">{children}</p>;
}
