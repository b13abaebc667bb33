import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';

/** An image that is never drawn: only its size is kept. */
function image(width: number, height: number) {
  let template = false;
  return knownMembers('NativeImage', {
    isEmpty: () => width === 0 || height === 0,
    getSize: () => ({ width, height }),
    addRepresentation: (_options: Electron.AddRepresentationOptions) => undefined,
    setTemplateImage: (option: boolean) => {
      template = option;
    },
    isTemplateImage: () => template,
  });
}

export const nativeImage = knownMembers('nativeImage', {
  createEmpty: () => image(0, 0),
  /** Reads only the size of a PNG. Anything else is an empty image, as when Electron can't decode it. */
  createFromBuffer(buffer: Buffer, { scaleFactor = 1 }: Electron.CreateFromBufferOptions = {}) {
    const isPng = buffer.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';
    if (!isPng) return image(0, 0);
    const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
    return image(Math.round(width / scaleFactor), Math.round(height / scaleFactor));
  },
  createFromBitmap(buffer: Buffer, { width, height, scaleFactor = 1 }: Electron.CreateFromBitmapOptions) {
    if (buffer.length !== width * height * 4)
      throw new Error('The bitmap is not width × height × 4 bytes long');
    return image(Math.round(width / scaleFactor), Math.round(height / scaleFactor));
  },
});
