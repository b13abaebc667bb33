/** What a system's error code means to a person whose file can't be read. */
export function unreadableMessage(code: string): string {
  if (code === 'EACCES' || code === 'EPERM') return 'This file may not be read: its permissions forbid it.';
  if (code === 'EISDIR') return 'This is not a file any more: a folder has taken its name.';
  return `This file can't be read (${code}).`;
}
