/** How fast the sound runs, and which way: negative is backwards. 0 stands still. */
export type Speed = -4 | -2 | -1 | 0 | 1 | 2 | 4;

const speeds: readonly Speed[] = [-4, -2, -1, 0, 1, 2, 4];

/**
 * J, K and L as at an editing desk: L plays, and faster with each press; J runs back in the same way; K stops. A key
 * against the way it runs turns it round at once.
 */
export function shuttle(speed: Speed, key: 'j' | 'k' | 'l'): Speed {
  if (key === 'k') return 0;
  const way = key === 'l' ? 1 : -1;
  if (speed * way <= 0) return way;
  const index = speeds.indexOf(speed) + way;
  return speeds[index] ?? speed;
}
