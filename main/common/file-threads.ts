/**
 * By default Node has four threads for all file operations and DNS lookups. A share that doesn't answer blocks some of
 * them (main/bounces/disk/disk.ts limits how many); with these the rest still works. Import before anything else: the value
 * is read at the first use.
 */
process.env.UV_THREADPOOL_SIZE ??= '16';
