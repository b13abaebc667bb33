/**
 * Whether trouble of a disk, a cable, a share or our own reading thread may be over the next time. `code` is the
 * system's. Not for a file that is gone or held by another program: the looks at it wait for that.
 */
export function mayPass(code: string): boolean {
  return passing.has(code);
}

const passing: ReadonlySet<string> = new Set([
  ...['EIO', 'EINTR', 'ENOMEM', 'ETIMEDOUT', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
  ...['ECONNRESET', 'ECONNABORTED', 'ENOTCONN', 'EREMOTEIO', 'UNKNOWN', 'WORKER'],
]);
