/** The parts of `to-daw` that other features may use. */
export { DragHandle } from './drag-handle.tsx';
export { DraggedSettings } from './dragged-settings.tsx';
export { useDownloads } from './use-downloads.ts';
export { useTakeOut } from './use-take-out.ts';
