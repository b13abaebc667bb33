/** Calls back at the next animation frame, unless the returned function is called first. */
export type RequestFrame = (callback: () => void) => () => void;

/** Reports the playhead's time to listeners: whenever `report` is called, and once a frame while it moves. */
export function createTimeReports(isMoving: () => boolean, frame: RequestFrame) {
  const listeners = new Set<() => void>();
  let cancelFrame: (() => void) | null = null;

  const report = () => {
    for (const listener of [...listeners]) listener();
    if (cancelFrame || !isMoving()) return;
    cancelFrame = frame(() => {
      cancelFrame = null;
      report();
    });
  };

  return {
    report,
    onTime(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      cancelFrame?.();
      listeners.clear();
    },
  };
}
