import { plural } from '../../common/plural.ts';

/** Notices about a damaged file of the app's own. */
export const storageText = {
  cacheDamaged:
    'The saved copy of the band’s projects on this computer was damaged. It is downloaded again, so some of it needs a connection first.',
  /** `saved` is null if nothing could be read. */
  outboxDamaged(saved: { changes: number; isWhole: boolean } | null, setAside: string): string {
    const what = 'The list of pending changes was damaged.';
    const kept = `The damaged file is kept as ${setAside}.`;
    if (saved === null) return `${what} No pending change in it could be recovered. ${kept}`;
    const changes = plural(saved.changes, 'change');
    if (saved.isWhole) return `${what} All of it, ${changes}, could be recovered. ${kept}`;
    return `${what} ${changes} could be recovered and will be sent. Others may be lost: check whether anything is missing. ${kept}`;
  },
};
