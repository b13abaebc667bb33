/** The parts of `drop` that other features may use. */
export { DropHint } from './drop-hint.tsx';
export { type DropIntent, dropIntent, dropTarget, isLit } from './drop-intent.ts';
export { useDrag } from './use-drag.ts';
export { useTakeFiles } from './use-take-files.ts';
