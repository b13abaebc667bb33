import { useState } from 'react';
import type { BlockedPerson } from '../../../protocol/wire/block.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useNow } from '../../platform/use-now.ts';
import { blocksText } from '../../text/blocks.ts';
import { formatDay } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useBlocks, useUnblock } from './block-queries.ts';

/** The people from whom the user hears nothing, each with a button that ends it. */
export function BlockedSettings() {
  const { data, error, isPending } = useBlocks({ isFresh: true });
  return (
    <section aria-label={blocksText.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{blocksText.heading}</h3>
      {isPending && <Skeleton rows={1} label={blocksText.loading} />}
      {error && <ReadProblem error={error} />}
      {data?.length === 0 && <p className="text-dim">{blocksText.none}</p>}
      {data && data.length > 0 && (
        <ul aria-label={blocksText.list} className="flex flex-col">
          {data.map((person) => (
            <Row key={person.id} person={person} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ person: { id, name, blockedAt } }: { person: BlockedPerson }) {
  const now = useNow();
  const unblock = useUnblock();
  const [busy, setBusy] = useState(false);
  return (
    <li className="flex min-h-11 items-center gap-2 border-t border-line py-1.5">
      <Face userId={id} name={name} />
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">
          <bdi>{name}</bdi>
        </span>
        <span className="block text-meta text-dim">
          {blocksText.since(formatDay(Date.parse(blockedAt), now))}
        </span>
      </span>
      <Button
        tone="quiet"
        aria-label={blocksText.unblockOne(name)}
        busy={busy}
        onClick={async () => {
          setBusy(true);
          await unblock(id);
          setBusy(false);
        }}
      >
        {blocksText.unblock}
      </Button>
    </li>
  );
}
