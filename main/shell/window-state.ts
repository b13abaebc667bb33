import * as z from 'zod';

export const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

/** Where the window was, in the system's pixels. `bounds` is null if it was never moved. */
export const windowStateSchema = z.object({ bounds: rectangleSchema.nullable(), isMaximized: z.boolean() });
export type WindowState = z.infer<typeof windowStateSchema>;

export const firstWindowState: WindowState = { bounds: null, isMaximized: false };
export const smallestWindow = { width: 380, height: 420 };
export const smallestMini = { width: 340, height: 420 };
const firstSize = { width: 1180, height: 780 };
const firstMiniSize = { width: 380, height: 720 };
/** Between the first mini window and the edge of the screen, in pixels. */
const miniMargin = 16;

/**
 * Where to open the window: where it was, if enough of its title bar is visible on a current screen; otherwise at its
 * old size, wherever the system puts it.
 */
export function placeWindow(
  { bounds }: Pick<WindowState, 'bounds'>,
  screens: Rectangle[],
  smallest = smallestWindow,
): { width: number; height: number; x?: number; y?: number } {
  if (!bounds) return firstSize;
  const width = Math.max(bounds.width, smallest.width);
  const height = Math.max(bounds.height, smallest.height);
  const isVisible = screens.some(
    (screen) =>
      bounds.x + width >= screen.x + 100 &&
      bounds.x <= screen.x + screen.width - 100 &&
      bounds.y >= screen.y &&
      bounds.y <= screen.y + screen.height - 40,
  );
  return isVisible ? { width, height, x: bounds.x, y: bounds.y } : { width, height };
}

/** Where to make the window mini: where it was, else at the right of the screen that shows most of the window. */
export function placeMini(
  bounds: Rectangle | null,
  window: Rectangle | null,
  screens: Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const before = bounds && placeWindow({ bounds }, screens, smallestMini);
  if (before?.x !== undefined) return before;
  const screen = window && screens.toSorted((one, other) => overlap(other, window) - overlap(one, window))[0];
  if (!screen) return before ?? firstMiniSize;
  const { width } = before ?? firstMiniSize;
  const height = Math.min((before ?? firstMiniSize).height, screen.height - 2 * miniMargin);
  const x = screen.x + screen.width - width - miniMargin;
  return { width, height, x, y: screen.y + miniMargin };
}

function overlap(one: Rectangle, other: Rectangle): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, across) * Math.max(0, down);
}
