import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { transfersText } from '../../text/transfers.ts';
import { NoteLine } from '../../ui/note-line.tsx';

/** Writes the note of a version whose file is on its way or has just arrived. `written`: the note that it has now. */
export function TransferNote({ transfer, written }: { transfer: Transfer; written: string | undefined }) {
  const bridge = useBridge();
  const { id, name, note, state } = transfer;
  const isOver = state.kind === 'failed' || (state.kind === 'done' && (state.isStem || !state.version));
  if (isOver) return null;
  return (
    <div className="pt-0.5 text-meta text-dim">
      <NoteLine
        note={written ?? note ?? null}
        labels={transfersText.note(name)}
        onSave={async (next) => {
          const answer = await bridge.invoke('transfers.note', { id, note: next });
          return answer.ok ? null : failureSentence(answer);
        }}
      />
    </div>
  );
}
