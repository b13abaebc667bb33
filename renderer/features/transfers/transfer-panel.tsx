import { useMemo } from 'react';
import { useNarrowerThan, widths } from '../../platform/media.ts';
import { useTransfers } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { transfersText } from '../../text/transfers.ts';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { sortTransfers } from './transfer-list.ts';
import { TransferRow } from './transfer-row.tsx';
import { countsDown } from './transfer-text.ts';

/** Every file from found to verified. Files that need the user come first. */
export function TransferPanel() {
  const transfers = useTransfers();
  const { bounceFolders } = useSession().facts.capabilities;
  const sorted = useMemo(() => sortTransfers(transfers.data ?? []), [transfers.data]);
  const now = useNow(sorted.some(countsDown) ? 'second' : 'halfMinute');
  const narrow = useNarrowerThan(widths.left);
  if (transfers.isPending) return <Skeleton rows={4} label={transfersText.loading} />;
  if (transfers.error)
    return (
      <div className="p-4">
        <ErrorLine>{transfers.error.message}</ErrorLine>
      </div>
    );
  if (sorted.length === 0)
    return (
      <p className="px-4 py-6 text-center text-dim">
        {bounceFolders ? transfersText.emptyWithFolders : transfersText.empty}
      </p>
    );
  return (
    <VirtualList
      label={transfersText.list}
      items={sorted}
      keyOf={(transfer) => transfer.id}
      labelOf={(transfer) => transfer.name}
      estimate={() => (narrow ? 96 : 56)}
    >
      {(transfer) => <TransferRow transfer={transfer} now={now} />}
    </VirtualList>
  );
}
