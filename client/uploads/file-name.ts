/** The extension of a name with its dot, in its own case; '' if there is none, as in `.hidden`. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

/** The last part of a path, with either kind of slash. */
export function lastPartOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
