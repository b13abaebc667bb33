import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import {
  bindingSchema,
  nameRuleSchema,
  olderBounceSchema,
  routingSchema,
  rulePreviewSchema,
} from './binding.ts';

const nothing = z.null();
const byId = z.object({ id: idSchema });

/** The channels of bounce folders. */
export const bindingChannels = {
  /** Opens the system's folder chooser; null when cancelled. */
  'bindings.chooseFolder': { args: nothing, result: z.object({ folder: z.string() }).nullable() },
  'bindings.list': { args: nothing, result: z.array(bindingSchema) },
  'bindings.create': {
    args: z.object({
      folder: z.string().min(1),
      projectId: idSchema,
      routing: routingSchema,
      stacking: z.boolean().optional(),
    }),
    result: bindingSchema,
  },
  'bindings.update': {
    /** Another `projectId` binds the folder again: its existing files are offered for review. */
    args: z.object({
      id: idSchema,
      projectId: idSchema.optional(),
      routing: routingSchema.optional(),
      stacking: z.boolean().optional(),
      paused: z.boolean().optional(),
    }),
    result: bindingSchema,
  },
  /**
   * Rules of a folder about the names in it (see `nameRuleSchema`). They apply to the next bounces and to those that are
   * still pending. Adding a rule that is there already changes nothing.
   */
  'bindings.addRule': { args: z.object({ id: idSchema, rule: nameRuleSchema }), result: bindingSchema },
  'bindings.removeRule': { args: z.object({ id: idSchema, ruleId: idSchema }), result: bindingSchema },
  /** The readings of the folder's newest 20 names, without the rule and with it, newest first. */
  'bindings.previewRule': {
    args: z.object({ id: idSchema, rule: nameRuleSchema }),
    result: z.array(rulePreviewSchema),
  },
  'bindings.remove': { args: byId, result: nothing },
  /** Newest first. */
  'bindings.older': { args: byId, result: z.array(olderBounceSchema) },
  /** Uploads the named files and ignores the other undecided ones. */
  'bindings.decideOlder': { args: z.object({ id: idSchema, upload: z.array(z.string()) }), result: nothing },
} as const;
