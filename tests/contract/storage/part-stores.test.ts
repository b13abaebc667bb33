import { createFolderPartStore } from '../../../server/storage/folder-part-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createMemoryPartStore } from './memory-part-store.ts';
import { describePartStore } from './part-store-contract.ts';

describePartStore('a folder', async () => {
  const folder = await temporaryFolder();
  return () => createFolderPartStore(folder);
});

describePartStore('in memory', async () => {
  const parts = new Map();
  return () => createMemoryPartStore(parts);
});
