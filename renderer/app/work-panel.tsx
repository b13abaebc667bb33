import { Settings2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { PendingPanel } from '../features/pending/pending-panel.tsx';
import { TransferPanel } from '../features/transfers/transfer-panel.tsx';
import { useFrame, type WorkPanelName } from '../platform/frame-context.tsx';
import { useOutbox, useTransfers } from '../platform/queries.ts';
import { useSession } from '../platform/session-context.tsx';
import { appText } from '../text/app.ts';
import { failureSentence } from '../text/failures.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useSay } from '../ui/messages.tsx';

/** The transfers or the pending changes, below the work. Escape closes it. */
export function WorkPanel({ panel }: { panel: WorkPanelName }) {
  const { ask, showPanel } = useFrame();
  const { besideDaw } = useSession().facts.capabilities;
  const bridge = useBridge();
  const say = useSay();
  const section = useRef<HTMLElement>(null);
  const transfers = useTransfers().data ?? [];
  const changes = useOutbox().data?.length ?? 0;
  const done = transfers.filter(({ state }) => state.kind === 'done').length;

  useEffect(() => {
    const cameFrom = document.activeElement;
    section.current?.focus();
    return () => {
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    };
  }, []);

  const clear = async () => {
    const answer = await bridge.invoke('transfers.clearDone', null);
    if (!answer.ok) say.failed(appText.clearFailed, failureSentence(answer));
  };

  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={panel === 'transfers' ? appText.transfers : appText.pendingChanges}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        showPanel(null);
      }}
      className="@container flex h-2/5 min-h-52 flex-col border-t border-line bg-panel outline-none max-[480px]:absolute max-[480px]:inset-0 max-[480px]:h-auto"
    >
      <header className="flex h-10 shrink-0 items-center gap-1 px-2">
        <PanelChoice name="transfers" chosen={panel} label={appText.transfersTab(transfers.length)} />
        <PanelChoice name="pending" chosen={panel} label={appText.changesTab(changes)} />
        <span className="flex-1" />
        {panel === 'transfers' && done > 0 && (
          <Button tone="quiet" className="max-[480px]:px-1.5" onClick={() => void clear()}>
            {appText.clearDone(done)}
          </Button>
        )}
        {panel === 'transfers' && besideDaw && (
          <IconButton
            label={appText.uploadSettings}
            icon={Settings2}
            onClick={() => ask({ kind: 'settings', page: 'daw' })}
          />
        )}
        <IconButton label={appText.closePanel} keys="Esc" icon={X} onClick={() => showPanel(null)} />
      </header>
      {panel === 'transfers' ? <TransferPanel /> : <PendingPanel />}
    </section>
  );
}

function PanelChoice({ name, chosen, label }: { name: WorkPanelName; chosen: WorkPanelName; label: string }) {
  const { showPanel } = useFrame();
  return (
    <button
      type="button"
      aria-pressed={name === chosen}
      onClick={() => showPanel(name)}
      className={classNames(
        'h-7 rounded-md px-2.5 whitespace-nowrap tabular-nums hover:bg-hover max-[480px]:px-1.5',
        name === chosen ? 'bg-chosen font-medium' : 'text-dim',
      )}
    >
      {label}
    </button>
  );
}
