import type { PipelineSettings } from './pipeline.ts';

export const defaultPipelineSettings: PipelineSettings = {
  quietMilliseconds: 500,
  quietUnknownWriterMilliseconds: 2_000,
  quietUnknownContainerMilliseconds: 5_000,
  quietNetworkVolumeMilliseconds: 30_000,
  askAfterMilliseconds: 10 * 60_000,
  rescanMilliseconds: 5 * 60_000,
  folderCheckMilliseconds: 2_000,
  concurrentTransfers: 3,
};
