import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { neededUpdate } from '../../../protocol/ipc/connection.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { misfitSentence } from '../../text/connection.ts';

/** A note, shown only while the server can't be used, that this action needs it. */
export function NeedsNetwork({ children }: { children: ReactNode }) {
  const state = useConnection();
  const { capabilities } = useSession().facts;
  const { kind } = state;
  const needsUpdate = neededUpdate(state);
  if (kind === 'online' || kind === 'connecting') return null;
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-hot-wash px-3 py-1.5">
      <CloudOff size={14} aria-hidden className="mt-[3px] shrink-0 text-hot" />
      <span className="min-w-0 break-words">
        {needsUpdate ? misfitSentence(needsUpdate, capabilities) : children}
      </span>
    </p>
  );
}
