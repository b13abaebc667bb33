// @ts-nocheck This file runs in browsers unchanged; tsc treats the folder as Node's.
const headerBytes = 24;

/** Peaks and RMS from the answer of `/peaks?detail=rms` (audio/peaks-format.ts). */
export function readWave(buffer) {
  const view = new DataView(buffer);
  const length = view.getUint32(16, true);
  const points = new Int8Array(buffer, headerBytes, 2 * length);
  const hasRms = buffer.byteLength === headerBytes + 3 * length;
  return { length, points, rms: hasRms ? new Uint8Array(buffer, headerBytes + 2 * length) : null };
}

/** For each column: the reach above and below the middle, and of the body, from 0 to 1. As in the app's wave. */
function columnsOf({ length, points, rms }, count) {
  return Array.from({ length: count }, (_, column) => {
    const from = Math.min(length - 1, Math.floor((column * length) / count));
    const to = Math.min(length, Math.max(from + 1, Math.ceil(((column + 1) * length) / count)));
    const up = { highest: 0, sum: 0 };
    const down = { highest: 0, sum: 0 };
    let energy = 0;
    for (let point = from; point < to; point++) {
      const high = Math.max(0, points[2 * point + 1]);
      const low = Math.max(0, -points[2 * point]);
      up.highest = Math.max(up.highest, high);
      down.highest = Math.max(down.highest, low);
      up.sum += high;
      down.sum += low;
      energy += (rms?.[point] ?? 0) ** 2;
    }
    const reach = ({ highest, sum }) => (0.72 * highest + (0.28 * sum) / (to - from)) / 128;
    return { above: reach(up), below: reach(down), body: Math.sqrt(energy / (to - from)) / 255 };
  });
}

/** Draws the wave in the tones `--wave-rms` and `--wave-peak`, or those of the played part. */
export function drawWave(canvas, wave, isPlayed) {
  const scale = Math.max(1, window.devicePixelRatio || 1);
  const { width, height } = canvas.getBoundingClientRect();
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context || !wave || wave.length === 0 || canvas.width === 0) return;
  const style = getComputedStyle(canvas);
  const [body, peak] = isPlayed ? ['--wave-played', '--wave-played-peak'] : ['--wave-rms', '--wave-peak'];
  const middle = canvas.height / 2;
  const columns = columnsOf(wave, canvas.width);
  const paint = (colour, above, below) => {
    context.fillStyle = style.getPropertyValue(colour).trim();
    for (const [x, column] of columns.entries()) {
      const up = Math.max(scale / 2, above(column) * (middle - scale));
      const down = Math.max(scale / 2, below(column) * (middle - scale));
      context.fillRect(x, middle - up, 1, up + down);
    }
  };
  paint(
    wave.rms ? peak : body,
    ({ above }) => above,
    ({ below }) => below,
  );
  if (!wave.rms) return;
  paint(
    body,
    (column) => Math.min(column.body, column.above),
    (column) => Math.min(column.body, column.below),
  );
}
