import * as z from 'zod';

/** The largest side of a picture that is sent, in pixels, and the most characters of its data URL: it is part of a command. */
export const maximumPictureSide = 512;
export const maximumPictureText = 60_000;

/**
 * The picture of a person, project or vibe as it is sent: a PNG, JPEG or WebP as a data URL (RFC 2397). The client shrinks
 * what a person chooses, so that the command is small enough to be kept in an outbox.
 */
export const pictureSchema = z
  .string()
  .max(maximumPictureText, 'is too large; make it smaller first')
  .regex(
    /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/,
    'must be a PNG, JPEG or WebP as a data URL',
  );

/** Where those who may see what it belongs to read a picture. The address depends on the content only. */
export function picturePath(sha256: string): string {
  return `/api/pictures/${sha256}`;
}
