import { GripVertical } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import type { Dragged } from '../../../protocol/ipc/to-daw.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { toDawText } from '../../text/to-daw.ts';
import { classNames } from '../../ui/class-names.ts';
import { useSay } from '../../ui/messages.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { useWritten } from './use-written.ts';

const text = toDawText.drag;

/**
 * A handle that drags something out of the window into another program. Its copy is made while the pointer is pressed on it; if
 * that takes longer, because it must be fetched first, the handle shows the progress and then that it is ready. By keyboard, it
 * shows the copy in its folder. Absent in a browser.
 */
export function DragHandle({
  what,
  label,
  showsText = false,
  className,
  onHandedOver,
}: {
  what: Dragged;
  /** Says what is dragged, and where to. */
  label: string;
  /** Has its words beside it. */
  showsText?: boolean;
  className?: string;
  onHandedOver?: () => void;
}) {
  const bridge = useBridge();
  const say = useSay();
  const { dragsOut } = useSession().facts.capabilities;
  const fileId = what.kind === 'version' ? what.fileId : what.kind === 'stems' ? what.versionId : null;
  const percent = useWritten(fileId, what.kind === 'stems' ? 'stems' : 'version');
  /** The thing that is ready to be dragged, as JSON. */
  const ready = useRef<string | null>(null);
  const [state, setState] = useState<'idle' | 'waiting' | 'ready'>('idle');
  if (!dragsOut) return null;

  const wanted = JSON.stringify(what);
  const prepare = async (): Promise<boolean> => {
    const answer = await bridge.invoke('drag.prepare', what);
    ready.current = answer.ok ? wanted : null;
    setState((was) => (was === 'waiting' && answer.ok ? 'ready' : answer.ok ? was : 'idle'));
    if (!answer.ok) say.failed(text.failed, failureSentence(answer));
    return answer.ok;
  };
  const drag = async (event: DragEvent) => {
    event.preventDefault();
    // It is being prepared since the press.
    if (ready.current !== wanted) return setState('waiting');
    setState('idle');
    const answer = await bridge.invoke('drag.start', what);
    if (answer.ok) return onHandedOver?.();
    ready.current = null;
    if (answer.kind !== 'not-found') return say.failed(text.failed, failureSentence(answer));
    // Its copy was changed or removed since.
    setState('waiting');
    await prepare();
  };
  const show = async () => {
    setState('waiting');
    const isReady = await prepare();
    setState('idle');
    if (!isReady) return;
    const answer = await bridge.invoke('drag.show', what);
    if (answer.ok) return onHandedOver?.();
    say.failed(text.failed, failureSentence(answer));
  };
  const status = { idle: null, waiting: text.preparing(percent), ready: text.ready }[state];
  return (
    <button
      type="button"
      draggable
      aria-label={`${status === null ? '' : `${status}. `}${label}. ${text.hint}`}
      {...tooltip(status ?? `${label}. ${text.hint}`)}
      onPointerDown={() => void prepare()}
      onDragStart={(event) => void drag(event)}
      onClick={() => void show()}
      className={classNames(
        'inline-flex h-7 min-w-7 shrink-0 cursor-grab items-center justify-center gap-1 rounded-md px-1 text-meta whitespace-nowrap text-dim hover:bg-hover hover:text-text active:cursor-grabbing',
        showsText && 'border border-dashed border-line-strong pr-2.5',
        className,
      )}
    >
      <GripVertical size={14} aria-hidden className="shrink-0" />
      {(showsText || status !== null) && (
        <span role={status === null ? undefined : 'status'} className="tabular-nums">
          {status ?? text.short}
        </span>
      )}
    </button>
  );
}
