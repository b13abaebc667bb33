import * as z from 'zod';

const rectangleSchema = z.object({
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
const firstSize = { width: 1180, height: 780 };

/**
 * Where to open the window: where it was, if enough of its title bar is visible on a current screen; otherwise at its
 * old size, wherever the system puts it.
 */
export function placeWindow(
  { bounds }: WindowState,
  screens: Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (!bounds) return firstSize;
  const width = Math.max(bounds.width, smallestWindow.width);
  const height = Math.max(bounds.height, smallestWindow.height);
  const isVisible = screens.some(
    (screen) =>
      bounds.x + width >= screen.x + 100 &&
      bounds.x <= screen.x + screen.width - 100 &&
      bounds.y >= screen.y &&
      bounds.y <= screen.y + screen.height - 40,
  );
  return isVisible ? { width, height, x: bounds.x, y: bounds.y } : { width, height };
}
