/** Where the sound comes out. */
export const outputText = {
  label: 'Output device',
  system: 'The system’s device',
  missing: (name: string) => `${name} (not connected)`,
  only: 'This computer has only the system’s device.',
  hint: 'For BandMate alone. If it is unplugged, the system’s device is used until it’s back.',
  gone: (name: string) => `${name} isn’t connected`,
  goneHint: 'The sound comes out of the system’s device until it’s back.',
  back: (name: string) => `${name} is back`,
  backHint: 'The sound comes out of it again.',
};
