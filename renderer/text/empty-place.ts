/** The text of an empty vibe or cut. Files can't be added to a place that the server doesn't know yet. */
export const emptyPlaceText = {
  vibe: (isPending: boolean, bounceFolders: boolean) =>
    isPending
      ? 'Nothing here yet. You can add files once it’s sent.'
      : `Nothing here yet. Drop files here${bounceFolders ? ', or just bounce' : ''}.`,
  cut: (isPending: boolean) =>
    `No files yet. ${isPending ? 'You can add them once it’s sent' : 'Drop one here'}.`,
  cutPage: (isPending: boolean) =>
    `Nothing to play yet. ${isPending ? 'You can add files once the song is sent.' : 'Drop a bounce here to play it.'}`,
};
