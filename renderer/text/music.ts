/** Tempo, key and sections of a song. */
export const musicText = {
  menu: 'Tempo, key and sections…',
  title: 'Tempo, key and sections',
  description: 'For the whole band. What a file states is filled in until somebody enters something else.',
  tempo: 'Tempo in BPM',
  tempoHint: 'Shows bars and beats, counted in four from the start of the sound.',
  key: 'Key',
  keyHint: 'Such as A minor or F# major.',
  sections: 'Sections',
  sectionsHint: 'One a line: a time, then a name. 1:04 Chorus',
  submit: 'Save',
  bpm: (tempo: number) => `${tempo} BPM`,
  bar: (bar: string) => `Bar ${bar}`,
  badTempo: 'The tempo is a number from 20 to 400.',
  badKey: 'Enter a key like A minor or F# major.',
  badLine: (line: string) => `This line needs a time and a name: ${line}`,
  tooMany: 'At most 64 sections.',
};
