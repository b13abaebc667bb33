import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A folder for everyone on another file system than the temporary folder, if there is one. */
export const otherDisk = ['/dev/shm', '/var/tmp'].find(
  (place) => existsSync(place) && statSync(place).dev !== statSync(tmpdir()).dev,
);
