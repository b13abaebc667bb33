/** What a system's error code means to a person whose file can't be read, and what they can do. */
export function unreadable(code: string): { message: string; hint: string } {
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      message: 'This file may not be read: its permissions forbid it.',
      hint: 'Allow your account to read it, then retry.',
    };
  }
  if (code === 'EISDIR') {
    return {
      message: 'This is not a file any more: a folder has taken its name.',
      hint: 'Bounce it again under another name, or take it off the list.',
    };
  }
  if (code === 'ETIMEDOUT') {
    return {
      message: 'The volume of this file does not answer.',
      hint: 'Check the drive or the share, then retry.',
    };
  }
  return {
    message: `This file can't be read (${code}).`,
    hint: 'Open it in a player to check it, then retry.',
  };
}

/**
 * Trouble of a disk, a cable, a share or our own reading thread that may be over the next time, in the system's codes.
 * A file that is gone or held by another program is not meant: its looks wait for that.
 */
export function mayPass(code: string): boolean {
  return passing.has(code);
}

const passing: ReadonlySet<string> = new Set([
  ...['EIO', 'EINTR', 'ENOMEM', 'ETIMEDOUT', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
  ...['ECONNRESET', 'ECONNABORTED', 'ENOTCONN', 'EREMOTEIO', 'UNKNOWN', 'WORKER'],
]);
