import { useState } from 'react';
import { type SongOrder, songOrders } from '../../platform/songs.ts';

const storageKey = 'bandmate.song-order';

/** The order of the songs in every project, kept on this computer. */
export function useSongOrder(): [SongOrder, (order: SongOrder) => void] {
  const [order, setOrder] = useState<SongOrder>(
    () => songOrders.find((known) => known === localStorage.getItem(storageKey)) ?? 'newest',
  );
  return [
    order,
    (next) => {
      localStorage.setItem(storageKey, next);
      setOrder(next);
    },
  ];
}
