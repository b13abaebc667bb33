/** What stands where there are no cuts or files yet: what can come in, if the server knows the place. */
export function emptyPlaceWords(
  place: 'vibe' | 'cut' | 'cut-page',
  madeHere: boolean,
  bounceFolders: boolean,
): string {
  switch (place) {
    case 'vibe':
      if (madeHere) return 'No cuts yet. Files can come once it is sent.';
      return `No cuts yet. Drop files here${bounceFolders ? ', or just bounce' : ''}.`;
    case 'cut':
      return `No files yet. ${madeHere ? 'They can come once it is sent' : 'Drop one here'}.`;
    case 'cut-page':
      return `Nothing to hear yet. ${madeHere ? 'Files can come once the cut is sent.' : 'Drop a bounce here, and it plays.'}`;
  }
}
