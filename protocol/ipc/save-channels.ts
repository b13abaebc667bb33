import * as z from 'zod';
import { archiveContentsSchema } from '../wire/file.ts';
import { idSchema } from '../wire/id.ts';
import { savedStemsSchema } from './stems.ts';

const nothing = z.null();

/** The channels that save stems and files on this computer. */
export const saveChannels = {
  /** The files in a ZIP of stems. Needs the network. */
  'stems.contents': { args: z.object({ fileId: idSchema }), result: archiveContentsSchema },
  /** Saves the stems of a version as one ZIP; `stems.progress` follows while the app saves it. Needs the network. */
  'stems.save': { args: z.object({ versionId: idSchema }), result: savedStemsSchema },
  /** The pending `stems.save` of that version answers `cancelled`. */
  'stems.cancel': { args: z.object({ versionId: idSchema }), result: nothing },
  /** Shows the saved ZIP in its folder. */
  'stems.show': { args: z.object({ versionId: idSchema }), result: nothing },

  /** Saves a file as it was uploaded. Needs the network. */
  'downloads.save': { args: z.object({ fileId: idSchema }), result: savedStemsSchema },
  /**
   * Shows a file in its folder: as it was saved, else the bounce that it came from, if it is on this computer. `not-found`: it is
   * neither.
   */
  'downloads.show': { args: z.object({ fileId: idSchema }), result: nothing },
} as const;
