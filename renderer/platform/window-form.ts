import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { WindowForm } from '../../protocol/ipc/window-form.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { read } from '../bridge/read.ts';
import { failureSentence } from '../text/failures.ts';
import { miniText } from '../text/mini.ts';
import { useSay } from '../ui/messages.tsx';
import { keys } from './queries.ts';
import { useSession } from './session-context.tsx';

const large: WindowForm = { isMini: false, isOnTop: false, isOnAllDesktops: false };

/** The form of the app's window. A browser's is always large. */
export function useWindowForm(): WindowForm {
  const bridge = useBridge();
  const { miniWindow } = useSession().facts.capabilities;
  const { data } = useQuery({
    queryKey: keys.windowForm,
    queryFn: () => read(bridge, 'window.form', null),
    enabled: miniWindow,
  });
  return data ?? large;
}

/** Asks for another form. It is here once the window has it. */
export function useChangeForm(): (change: Partial<WindowForm>) => void {
  const bridge = useBridge();
  const say = useSay();
  return useCallback(
    (change) => {
      void bridge.invoke('window.change', change).then((answer) => {
        if (!answer.ok) say.failed(miniText.changeFailed, failureSentence(answer));
      });
    },
    [bridge, say],
  );
}
