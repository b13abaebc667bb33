export const licencesText = {
  heading: 'About',
  sentence: 'BandMate is free software under the MIT License. It contains the work of many others.',
  open: 'Licences…',
  title: 'Licences',
  loading: 'Loading the licences',
  failed: 'Couldn’t load the licences. They are in THIRD-PARTY-NOTICES.txt, beside the program.',
  all: 'Licence texts',
};
