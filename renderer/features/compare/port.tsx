/** The parts of `compare` that other features may use. */
export { useDifferences } from './difference-queries.ts';
export { WhatChanged } from './what-changed.tsx';
