export { PictureThumbnail } from './picture-file.tsx';
