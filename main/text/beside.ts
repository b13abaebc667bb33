/** Strings about staying out of the DAW's way. */
export const besideText = {
  sameKeys: 'Two shortcuts have the same keys. Choose other keys for one of them.',
  noStartAtLogin: 'This computer didn’t accept the change. See the app’s log for details.',
};
