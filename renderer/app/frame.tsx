import { useEffect, useMemo, useState } from 'react';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { Arrivals } from '../platform/arrivals.ts';
import {
  type DialogRequest,
  type Frame,
  FrameContext,
  type WorkPanelName,
} from '../platform/frame-context.tsx';
import { createInSight } from '../platform/in-sight.ts';
import { createKeyScope } from '../platform/key-scope.ts';
import { createStore, type Store } from '../platform/store.ts';
import { useWindowForm } from '../platform/window-form.ts';
import { FacesContext } from '../ui/face.tsx';
import { Dialogs } from './dialogs.tsx';
import { Layout } from './layout.tsx';
import { MiniLayout } from './mini-layout.tsx';
import { Showing } from './showing.ts';
import { useArrivals } from './use-arrivals.ts';
import { useFaces } from './use-faces.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The window of a signed-in user, with the state that any place in it can use. */
export function SignedInFrame({
  target,
  agreed,
}: {
  target: Store<OpenTarget | null>;
  /** The token of the invitation that was agreed to by signing in. */
  agreed: Store<string | null>;
}) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const [panel, showPanel] = useState<WorkPanelName | null>(null);
  const [chatWith, openChat] = useState<string | null>(null);
  const [arrivals] = useState(() => createStore<Arrivals>(new Map()));
  const [inSight] = useState(createInSight);
  const [scrolls] = useState(() => new Map<string, number>());
  const [keyScope] = useState(createKeyScope);
  useEffect(() => keyScope.follow(), [keyScope]);
  useArrivals(arrivals);
  const faces = useFaces();
  const { isMini } = useWindowForm();
  useShortcuts(isMini, keyScope);
  const frame = useMemo<Frame>(
    () => ({ ask: setRequest, panel, showPanel, keyScope, chatWith, openChat, arrivals, inSight, scrolls }),
    [panel, keyScope, chatWith, arrivals, inSight, scrolls],
  );
  return (
    <FrameContext value={frame}>
      <FacesContext value={faces}>
        <Showing />
        {isMini ? <MiniLayout target={target} /> : <Layout target={target} agreed={agreed} />}
        {request && <Dialogs request={request} onClose={() => setRequest(null)} />}
      </FacesContext>
    </FrameContext>
  );
}
