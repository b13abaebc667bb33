import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { commentsQuery } from './comment-queries.ts';

/** In milliseconds: rows that a pointer only passes are not read. */
const rest = 80;

/** Reads the comments of a song that is about to be opened: thousands of them take longer to transfer than to draw. */
export function useExpectComments(): (cutId: string) => void {
  const bridge = useBridge();
  const client = useQueryClient();
  const expected = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return useCallback(
    (cutId) => {
      if (expected.current === cutId) return;
      expected.current = cutId;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void client.prefetchQuery(commentsQuery(bridge, cutId)), rest);
    },
    [bridge, client],
  );
}
