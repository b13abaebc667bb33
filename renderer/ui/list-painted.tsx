import { createContext, type ReactNode, useContext } from 'react';

/** Whether the list around has been painted once. Its first frame waits for nothing that isn't needed to read it. */
export const ListPaintedContext = createContext(true);

/** What only shows while its row is pointed at: it follows the first frame of the list. */
export function AfterListPaint({ children }: { children: ReactNode }) {
  return useContext(ListPaintedContext) && children;
}
