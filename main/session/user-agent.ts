const systems: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS',
  win32: 'Windows',
  linux: 'Linux',
};

/** By which people recognise this device in the list of their sessions. */
export const userAgent = `BandMate/1 (${systems[process.platform] ?? process.platform})`;
