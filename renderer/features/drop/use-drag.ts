import { type DragEvent, useCallback, useRef, useState } from 'react';
import { useSession } from '../../platform/session-context.tsx';
import type { Dragged, DropIntent, DropRow } from './drop-intent.ts';
import { readDrop } from './dropped-entries.ts';

const cutType = 'application/x-bandmate-cut';

/**
 * Handles drags over a place. `intentOf` returns what a drop on the element under the pointer would do, or null if the
 * place takes no such drop. Spread `zone` on the element that takes drops.
 */
export function useDrag(options: {
  intentOf: (what: Dragged, element: Element) => DropIntent | null;
  onFiles: (files: globalThis.File[], intent: DropIntent) => void;
  onCut?: (cutId: string, vibeId: string) => void;
  /** A cut was dropped on another one of its vibe. */
  onMerge?: (cutId: string, intoId: string) => void;
}) {
  const { bounceFolders } = useSession().facts.capabilities;
  const [intent, setIntent] = useState<DropIntent | null>(null);
  const cut = useRef<Extract<Dragged, { kind: 'cut' }> | null>(null);

  const dragged = (event: DragEvent): Dragged | null => {
    if (cut.current && event.dataTransfer.types.includes(cutType)) return cut.current;
    return event.dataTransfer.types.includes('Files') ? { kind: 'files' } : null;
  };
  const intentOf = (event: DragEvent): DropIntent | null => {
    const what = dragged(event);
    if (!what || !(event.target instanceof Element)) return null;
    return options.intentOf(what, event.target);
  };

  /** The attributes that make a cut's row draggable. */
  const cutHandle = useCallback(
    (row: Required<DropRow>) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        cut.current = { kind: 'cut', cutId: row.cut.id, name: row.cut.name, fromVibeId: row.vibe.id };
        event.dataTransfer.setData(cutType, row.cut.id);
        event.dataTransfer.effectAllowed = 'move';
      },
      onDragEnd: () => {
        cut.current = null;
        setIntent(null);
      },
    }),
    [],
  );

  return {
    intent,
    cutHandle,
    zone: {
      onDragOver: (event: DragEvent) => {
        const next = intentOf(event);
        if (!next) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = next.kind === 'nothing' ? 'none' : isOfCut(next) ? 'move' : 'copy';
        setIntent((current) => (JSON.stringify(current) === JSON.stringify(next) ? current : next));
      },
      onDragLeave: (event: DragEvent) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setIntent(null);
      },
      onDrop: (event: DragEvent) => {
        const last = intentOf(event);
        event.preventDefault();
        setIntent(null);
        if (!last) return;
        if (last.kind === 'move-cut') options.onCut?.(last.cutId, last.vibeId);
        else if (last.kind === 'merge-cut') options.onMerge?.(last.cutId, last.intoId);
        else if (last.kind !== 'nothing') {
          // The app finds the files of a folder itself, by its path.
          const dropped = bounceFolders ? [...event.dataTransfer.files] : readDrop(event.dataTransfer);
          void Promise.resolve(dropped).then((files) => options.onFiles(files, last));
        }
      },
    },
  };
}

function isOfCut({ kind }: DropIntent): boolean {
  return kind === 'move-cut' || kind === 'merge-cut';
}
