import * as z from 'zod';
import { blockListSchema } from '../wire/block.ts';
import { idSchema } from '../wire/id.ts';

const nothing = z.null();

/** The people from whom the user hears nothing. All of it needs the network. */
export const blockChannels = {
  'blocks.list': { args: nothing, result: blockListSchema },
  'blocks.add': { args: z.object({ userId: idSchema }), result: nothing },
  'blocks.remove': { args: z.object({ userId: idSchema }), result: nothing },
} as const;
