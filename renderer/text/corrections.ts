import { plural } from './format.ts';

/** Corrections of where a version belongs. */
export const correctionsText = {
  notThis: 'Not this?',
  notThisAbout: (file: string) => `Not this? Choose where ${file} belongs`,
  optionsFor: (file: string) => `Options for ${file}`,

  actions: {
    moveVersion: 'Move to another cut…',
    makeVersion: 'Make this a version of…',
    ownCut: 'Make it a cut of its own',
    splitFrom: 'Split from here',
    relabel: 'Edit label and note…',
    moveUp: 'Move up',
    moveDown: 'Move down',
  },

  said: {
    moved: (file: string, cut: string) => `Moved ${file} to ${cut}`,
    merged: (cut: string, into: string) => `Merged ${cut} into ${into}`,
    own: (file: string, cut: string) =>
      file === cut ? `${file} is a cut of its own` : `${file} is a cut of its own: ${cut}`,
    split: (versions: number, cut: string) => `Split ${plural(versions, 'version')} into ${cut}`,
    reordered: (file: string, version: number, cut: string) => `${file} is version ${version} of ${cut}`,
    relabelled: (file: string) => `Changed label and note of ${file}`,
    renamed: (from: string, to: string) => `Renamed ${from} to ${to}`,
    gathered: (cuts: number) => `Gathered ${plural(cuts, 'cut')}`,
  },
  failed: 'Couldn’t make the correction',
  undoFailed: 'Couldn’t undo all of it',
  someGathered: (done: number, all: number) => `Gathered ${done} of ${plural(all, 'cut')}`,

  move: {
    title: 'Where does it belong?',
    isNow: (file: string, cut: string) => `${file} is in ${cut}.`,
    field: 'Find a cut',
    placeholder: 'Find a cut',
    cuts: 'Cuts of this project',
    best: 'Best matches',
    others: 'Other cuts',
    found: 'Cuts',
    own: 'A cut of its own',
    /** The name of the new cut. */
    ownHint: (name: string) => `New cut ${name}`,
    nothing: (text: string) => `No cut matches “${text}”`,
    noOther: 'There is no other cut in this project yet.',
    versions: (versions: number) => (versions === 0 ? 'empty' : plural(versions, 'version')),
    announced: (cuts: number) => plural(cuts, 'cut'),
  },
  merge: {
    title: (cut: string) => `Merge ${cut} into…`,
    titleInto: (cut: string, into: string) => `Merge ${cut} into ${into}?`,
    descriptionInto: (versions: number) =>
      `Its ${plural(versions, 'version')} and comments move there. You can undo it.`,
    submit: 'Merge',
    description: (versions: number) =>
      `Its ${plural(versions, 'version')} and comments move to the cut you choose. You can undo it.`,
  },
  relabel: {
    title: 'Label and note',
    label: 'Label',
    labelHint: 'Such as v2 or mix 6. Empty: only its number is shown.',
    note: 'Note',
    noteHint: 'Such as louder, or Ben’s ears.',
    submit: 'Save',
    tooLong: (limit: number) => `Must be at most ${limit} characters.`,
  },
  gather: {
    title: 'Gather versions',
    description: 'These cuts look like versions of one song. Choose what becomes one cut. You can undo it.',
    nothing: 'Nothing to gather',
    nothingHint: 'No two cuts in this project look like versions of one song.',
    list: 'Proposals',
    keeps: (cut: string) => `Keep ${cut}`,
    kept: 'stays',
    renamed: (name: string) => `becomes ${name}`,
    unsure: 'not sure',
    group: (name: string) => `Versions of ${name}`,
    choose: (cut: string, into: string) => `Merge ${cut} into ${into}`,
    inVibe: (vibe: string, versions: number) => `${vibe} · ${plural(versions, 'version')}`,
    result: (versions: number) => plural(versions, 'version'),
    submit: (cuts: number) => (cuts === 0 ? 'Gather' : `Gather ${plural(cuts, 'cut')}`),
    noneChosen: 'Choose at least one cut.',
  },
};
