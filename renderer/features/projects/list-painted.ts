import { createContext } from 'react';

/**
 * Whether the list of songs has been painted once. The first frame shows the names; waveforms, menus and what else isn't
 * needed to read them follow it.
 */
export const ListPaintedContext = createContext(true);
