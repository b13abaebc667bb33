/** The parts of `pending` that other features may use. */
export { ChangeBadge } from './change-badge.tsx';
export { OperationActions } from './operation-actions.tsx';
export { useMay, usePending, useShownProject, useShownProjects } from './pending-context.tsx';
export { RefusedHere, RefusedList } from './refused-here.tsx';
export { useBacklog } from './use-backlog.ts';
export { useMoves } from './use-moves.ts';
export { useOperationText } from './use-operation-text.ts';
