import * as z from 'zod';
import { besideChannels } from './beside.ts';

/** The form of the app's window. The last two apply while it is mini, and are kept meanwhile. */
export const windowFormSchema = z.object({
  /** Narrow, to keep beside the DAW. */
  isMini: z.boolean(),
  /** In front of other programs' windows. */
  isOnTop: z.boolean(),
  /** On every desktop, also beside a program in full screen. Windows has no such thing. */
  isOnAllDesktops: z.boolean(),
});
export type WindowForm = z.infer<typeof windowFormSchema>;

/** About the window, and about the app on the desktop around it. */
export const windowChannels = {
  ...besideChannels,
  'window.form': { args: z.null(), result: windowFormSchema },
  /** Makes the window mini or large, or changes how the mini window stays in sight; `window.changed` follows. */
  'window.change': { args: z.strictObject(windowFormSchema.shape).partial(), result: windowFormSchema },
};
