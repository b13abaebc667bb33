import { createContext, type ReactNode, useContext } from 'react';

/** Whether the list around has been painted once. Its first frame waits for nothing that isn't needed to read it. */
export const ListPaintedContext = createContext(true);

/** Menus and buttons that only show while their row is pointed at follow the first frame of the list. */
export function AfterListPaint({ children }: { children: ReactNode }) {
  return useContext(ListPaintedContext) && children;
}
