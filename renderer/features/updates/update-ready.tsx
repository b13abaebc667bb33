import { CircleArrowUp } from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { updatesText } from '../../text/updates.ts';
import { useUpdateState } from './update-queries.ts';

/**
 * One line below the places while an update waits. It leads to what is new in it, and never asks for a restart: the update
 * is installed when the app quits.
 */
export function UpdateReady({ onGo }: { onGo: () => void }) {
  const { ask } = useFrame();
  const state = useUpdateState().data;
  if (state?.kind !== 'ready') return null;
  return (
    <button
      type="button"
      title={updatesText.notes(state.version)}
      onClick={() => {
        onGo();
        ask({ kind: 'settings', page: 'about' });
      }}
      className="flex h-9 shrink-0 animate-appear-late items-center gap-2.5 border-t border-line px-4.5 text-left text-dim hover:bg-hover hover:text-text"
    >
      <CircleArrowUp size={14} aria-hidden className="shrink-0 text-accent" />
      <span className="min-w-0 flex-1 truncate">{updatesText.readyShort} </span>
      <span className="shrink-0 text-meta text-faint tabular-nums">{state.version}</span>
    </button>
  );
}
