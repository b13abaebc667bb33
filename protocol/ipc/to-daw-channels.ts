import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import { savedStemsSchema } from './stems.ts';
import { draggedCopiesSchema, draggedSchema, markerFileSchema } from './to-daw.ts';

const nothing = z.null();

/** The channels of the ways from here into a DAW. */
export const toDawChannels = {
  /** Saves markers under a name that the person chooses. A browser downloads them. */
  'markers.save': { args: markerFileSchema, result: savedStemsSchema },
  /**
   * Saves a WAV version with these markers as cue points, its sound untouched; `original.written` follows. `invalid`: it is no
   * WAV, or is damaged. Needs the network unless the sound is on this computer. A browser downloads it, with the open comments
   * that the server has.
   */
  'markers.saveWav': {
    args: markerFileSchema.pick({ markers: true }).extend({ fileId: idSchema }),
    result: savedStemsSchema,
  },
  /** Shows the markers, or the WAV, that were saved last in their folder. */
  'markers.show': { args: nothing, result: nothing },

  /**
   * Puts a copy under its name where it can be dragged from, and answers when it is whole; `original.written` follows if it takes
   * a while. Needs the network unless the sound is on this computer.
   */
  'drag.prepare': { args: draggedSchema, result: nothing },
  /** Begins to drag, while the pointer is down. `not-found`: it isn't prepared, or its copy was changed since. */
  'drag.start': { args: draggedSchema, result: nothing },
  /** Shows the prepared copy in its folder. */
  'drag.show': { args: draggedSchema, result: nothing },
  'drag.copies': { args: nothing, result: draggedCopiesSchema },
  /** Shows the folder of all copies. */
  'drag.showCopies': { args: nothing, result: nothing },
  /** Deletes all copies, also those that another program may refer to. */
  'drag.deleteCopies': { args: nothing, result: draggedCopiesSchema },
} as const;
