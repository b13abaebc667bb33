/** The kind and size of a picture, as its headers say; nothing is decoded. */
export type PictureFacts = {
  mimeType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  width: number;
  height: number;
  isAnimated: boolean;
};

/**
 * The facts about a PNG, JPEG, WebP or GIF; null for anything else, and for one that ends before its headers do. A small
 * file may claim to be billions of pixels, so read this before anything decodes it.
 */
export function readPictureFacts(bytes: Uint8Array): PictureFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const facts = readPng(view) ?? readJpeg(view) ?? readWebp(view) ?? readGif(view);
    return facts && facts.width > 0 && facts.height > 0 ? facts : null;
  } catch (error) {
    // DataView throws a RangeError beyond its end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const text = (view: DataView, at: number, length: number) =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));

/** PNG (ISO/IEC 15948): chunks of length, type, data and check sum, from IHDR to IEND. `acTL` makes it an animation. */
function readPng(view: DataView): PictureFacts | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  if (text(view, 12, 4) !== 'IHDR') return null;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  let isAnimated = false;
  for (let at = 8; ; at += 12 + view.getUint32(at)) {
    const type = text(view, at + 4, 4);
    if (type === 'acTL') isAnimated = true;
    if (type === 'IEND') return { mimeType: 'image/png', width, height, isAnimated };
  }
}

/** JPEG (ITU-T T.81): segments that begin with a marker; the first frame header has the size. */
function readJpeg(view: DataView): PictureFacts | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    // Markers may be preceded by any number of fill bytes.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { mimeType: 'image/jpeg', width, height, isAnimated: false };
    }
    // The scan begins, or the picture ends, without a frame.
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** WebP (RFC 9649): one lossy or lossless picture, or the extended form, whose first chunk has the size of the canvas. */
function readWebp(view: DataView): PictureFacts | null {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null;
  const facts = (width: number, height: number, isAnimated = false): PictureFacts => ({
    ...{ mimeType: 'image/webp', width, height, isAnimated },
  });
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
      return facts(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return facts((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X': {
      const size = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000 + 1;
      return facts(size(24), size(27), (view.getUint8(20) & 0x02) !== 0);
    }
    default:
      return null;
  }
}

/** GIF 87a and 89a. Whether there is more than one frame isn't in the header, so all count as animated. */
function readGif(view: DataView): PictureFacts | null {
  if (!['GIF87a', 'GIF89a'].includes(text(view, 0, 6))) return null;
  return {
    mimeType: 'image/gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    isAnimated: true,
  };
}
