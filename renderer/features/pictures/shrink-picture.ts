import { maximumPictureSide, maximumPictureText } from '../../../protocol/wire/picture.ts';

/** The square in the middle of a picture. */
export function centreSquare(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** The sizes and qualities to try, best first, until a picture is small enough to be sent. */
export function pictureTries(side: number): { side: number; quality: number }[] {
  const sides = [maximumPictureSide, 384, 256, 128].filter((one) => one <= side);
  const all = sides.length > 0 && sides[0] === maximumPictureSide ? sides : [side, ...sides];
  return all.flatMap((one) => [0.9, 0.8, 0.65].map((quality) => ({ side: one, quality })));
}

/** The middle square of a picture as a small data URL; null if it can't be made small enough. */
export function shrinkPicture(bitmap: ImageBitmap): string | null {
  const crop = centreSquare(bitmap.width, bitmap.height);
  for (const { side, quality } of pictureTries(crop.side)) {
    const dataUrl = drawSquare(bitmap, crop, side, quality);
    if (dataUrl.length <= maximumPictureText) return dataUrl;
  }
  return null;
}

function drawSquare(
  bitmap: ImageBitmap,
  { x, y, side }: ReturnType<typeof centreSquare>,
  to: number,
  quality: number,
): string {
  const canvas = document.createElement('canvas');
  canvas.width = to;
  canvas.height = to;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This page can’t draw.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, side, side, 0, 0, to, to);
  const webp = canvas.toDataURL('image/webp', quality);
  // A browser that can't write WebP answers with a PNG.
  return webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/jpeg', quality);
}
