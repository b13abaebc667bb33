/** The words about an app and a server that are too far apart, by the side that needs an update. The same everywhere. */
export const updateWords = {
  app: { title: 'BandMate needs an update', sentence: 'This server needs a newer BandMate.' },
  server: {
    title: 'The server needs an update',
    sentence: 'This server is too old for this BandMate. Ask whoever runs it to update it.',
  },
};
