import type { LibAV, LibAVWrapper } from '@libav.js/variant-fat';

/** Makes an FFmpeg with its own memory. The program that decodes knows where its code is: on a disk, or at an address. */
export type FfmpegLoader = () => Promise<LibAV>;

/** For Node, which finds the package itself. */
export async function loadFfmpegPackage(): Promise<LibAV> {
  const module = (await import('@libav.js/variant-fat')) as unknown as { default: LibAVWrapper };
  return module.default.LibAV({ noworker: true });
}
