/** The parts of `room` that other features may use. */
export { useAttention, useProjectAttention, useUnreadInRoom } from './attention-queries.ts';
