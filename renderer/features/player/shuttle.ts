/** Speed and direction of playback. Negative is backwards; 0 is stopped. */
export type Speed = -4 | -2 | -1 | 0 | 1 | 2 | 4;

const speeds: readonly Speed[] = [-4, -2, -1, 0, 1, 2, 4];

/**
 * J, K and L as in video editors: L plays forwards, faster with each press; J does the same backwards; K stops. A key
 * against the current direction reverses it at once.
 */
export function shuttle(speed: Speed, key: 'j' | 'k' | 'l'): Speed {
  if (key === 'k') return 0;
  const way = key === 'l' ? 1 : -1;
  if (speed * way <= 0) return way;
  const index = speeds.indexOf(speed) + way;
  return speeds[index] ?? speed;
}
