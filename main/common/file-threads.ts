/**
 * Node has four threads for all that reaches for files, and for looking up the names of servers. A share that doesn't
 * answer holds some of them (main/bounces/disk.ts says how many at most); with these the rest goes on. To be imported
 * before anything else: it counts for the first use of them.
 */
process.env.UV_THREADPOOL_SIZE ??= '16';
