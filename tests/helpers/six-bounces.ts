/** A week of one song, as a producer names it: one instrumental, and five versions of the main mix. */
export const sixBounces = [
  'Sunset Groove v1.wav',
  'Sunset Groove v2.wav',
  'Sunset Groove v2 louder.wav',
  'Sunset Groove (instrumental) v2.wav',
  'sunset_groove_FINAL_2.wav',
  'Sunset Groove 120bpm Am master.wav',
];
