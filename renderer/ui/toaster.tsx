import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';

export type Say = {
  /** Something went well that can't be seen elsewhere. */
  done(title: string): void;
  /** Something didn't: what, and what it means. Stays until it is closed. */
  failed(title: string, description?: string): void;
};

/** Messages that belong to no place on the screen. F6 goes to them; they never take the focus. */
export function useSay(): Say {
  const { add } = Toast.useToastManager();
  return {
    done: (title) => void add({ title, timeout: 4000 }),
    failed: (title, description) => void add({ title, description, type: 'failed', timeout: 0 }),
  };
}

export function Toaster() {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport
        aria-label="Messages"
        className="fixed right-3 bottom-12 z-50 flex w-90 max-w-[calc(100vw-24px)] flex-col gap-2 focus-visible:outline-none"
      >
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            className="flex animate-arrive items-start gap-2 rounded-md bg-raised py-2 pr-2 pl-3 shadow-lift data-[type=failed]:border-l-2 data-[type=failed]:border-over"
          >
            <Toast.Content className="min-w-0 flex-1 py-1">
              <Toast.Title className="font-medium break-words" />
              <Toast.Description className="max-h-40 overflow-y-auto break-words whitespace-pre-line text-dim" />
            </Toast.Content>
            <Toast.Close render={<IconButton label="Close message" icon={X} />} />
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
