import type { LibAV, LibAVWrapper } from '@libav.js/variant-fat';
import wrapperUrl from '@libav.js/variant-fat/dist/libav-4.10.6.1.1-fat.js?url';
import codeUrl from '@libav.js/variant-fat/dist/libav-4.10.6.1.1-fat.simd.js?url';
import wasmUrl from '@libav.js/variant-fat/dist/libav-4.10.6.1.1-fat.simd.wasm?url';

const absolute = (url: string) => new URL(url, import.meta.url).href;

let loading: Promise<LibAVWrapper> | undefined;

/**
 * FFmpeg for a worker, which loads its 3 MB only when a file needs it. Both scripts are files of their own that talk
 * through global names.
 */
export async function loadFfmpeg(): Promise<LibAV> {
  loading ??= loadWrapper();
  return (await loading).LibAV({ noworker: true });
}

async function loadWrapper(): Promise<LibAVWrapper> {
  const globals = globalThis as unknown as { LibAV: LibAVWrapper };
  globals.LibAV = { wasmurl: absolute(wasmUrl) } as unknown as LibAVWrapper;
  await import(/* @vite-ignore */ absolute(codeUrl));
  await import(/* @vite-ignore */ absolute(wrapperUrl));
  return globals.LibAV;
}
