import type { AppActions } from '../../main/runtime/app-actions.ts';

/** A desktop that does nothing. A test replaces the actions it looks at. */
export const noDesktop: AppActions = {
  chooseFolder: async () => null,
  chooseSavePath: async () => null,
  startDrag: () => {},
  downloadsFolder: () => null,
  copyText: () => {},
  showInFolder: () => {},
  openInBrowser: async () => false,
  notify: () => {},
};
