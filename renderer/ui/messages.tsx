import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { commonText } from '../text/common.ts';
import { Button, IconButton } from './button.tsx';

export type MessageAction = { label: string; onChoose: () => void };

export type Say = {
  /** Reports a failure. Stays until the user closes it. */
  failed(title: string, description?: string, action?: MessageAction): void;
  /** Reports something that happened. Hides after a while, but not while the pointer or the focus is on it. */
  inform(title: string, more: { description?: string; action: MessageAction; also?: MessageAction }): void;
};

/** The second button of a message, if it has one. */
type MessageData = { children: string; onClick: () => void };

/** Long enough to read it, press F6 and act. */
const toldMilliseconds = 10_000;

const SayContext = createContext<Say | null>(null);

/**
 * Messages without a place of their own on the screen. F6 moves the focus to them; they never take it, nor cover a field
 * with the class `composer`.
 */
export function MessageProvider({ children }: { children: ReactNode }) {
  const [manager] = useState(() => Toast.createToastManager<MessageData>());
  const [say] = useState<Say>(() => {
    const closing = ({ label, onChoose }: MessageAction, id: () => string) => ({
      children: label,
      onClick: () => {
        manager.close(id());
        onChoose();
      },
    });
    return {
      failed(title, description, action) {
        const id: string = manager.add({
          title,
          description,
          timeout: 0,
          ...(action && { actionProps: closing(action, () => id) }),
        });
      },
      inform(title, { description, action, also }) {
        const id: string = manager.add({
          type: 'inform',
          title,
          description,
          timeout: toldMilliseconds,
          actionProps: closing(action, () => id),
          ...(also && { data: closing(also, () => id) }),
        });
      },
    };
  });
  return (
    <Toast.Provider toastManager={manager} limit={8}>
      <SayContext value={say}>{children}</SayContext>
      <Messages />
    </Toast.Provider>
  );
}

export function useSay(): Say {
  const say = useContext(SayContext);
  if (!say) throw new Error('No MessageProvider above this component');
  return say;
}

function Messages() {
  const { toasts } = Toast.useToastManager<MessageData>();
  return (
    <Toast.Portal>
      <Toast.Viewport
        aria-label={commonText.messages}
        className="messages fixed right-3 z-50 flex w-90 max-w-[calc(100vw-24px)] flex-col gap-2 focus-visible:outline-none"
      >
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            data-message=""
            className="flex animate-arrive items-start gap-2 rounded-md bg-raised py-2 pr-2 pl-3 shadow-lift border-l-2 border-over data-[type=inform]:border-accent data-limited:hidden"
          >
            <Toast.Content className="min-w-0 flex-1 py-1">
              <Toast.Title className="font-medium break-words" />
              <Toast.Description className="max-h-40 overflow-y-auto break-words whitespace-pre-line text-dim" />
              {toast.data && <Button tone="quiet" className="mt-1 -ml-2.5 text-left" {...toast.data} />}
            </Toast.Content>
            {toast.actionProps && <Toast.Action render={<Button />} />}
            <Toast.Close render={<IconButton label={commonText.closeMessage} icon={X} />} />
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
