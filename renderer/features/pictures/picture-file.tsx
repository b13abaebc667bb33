import { useEffect, useRef, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { picturesText } from '../../text/pictures.ts';
import { Modal } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { type PictureProblem, readPictureFile } from './read-picture.ts';

/** The picture of a file, drawn once its size is known to be harmless. `most`: its longest side in pixels. */
function useDrawnFile(file: File, most: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<PictureProblem | null>(null);
  const { id, size } = file;
  useEffect(() => {
    let isGone = false;
    void readPictureFile({ id, size }).then((read) => {
      if (isGone || !read.ok) {
        if (!isGone && !read.ok) setProblem(read.problem);
        if (read.ok) read.bitmap.close();
        return;
      }
      draw(canvas.current, read.bitmap, most);
      read.bitmap.close();
      setProblem(null);
    });
    return () => {
      isGone = true;
    };
  }, [id, size, most]);
  return { canvas, problem };
}

function draw(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap, most: number): void {
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  if (!canvas) return;
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

/** A picture among the files of a song; a click shows it large. */
export function PictureThumbnail({ file, onShow }: { file: File; onShow: () => void }) {
  const { canvas, problem } = useDrawnFile(file, 256);
  return (
    <button
      type="button"
      aria-label={picturesText.view(file.name)}
      title={problem ? picturesText.problems[problem] : undefined}
      onClick={onShow}
      className="size-12 shrink-0 overflow-hidden rounded-md bg-well hover:brightness-110"
    >
      <canvas ref={canvas} className="size-full object-cover" />
    </button>
  );
}

/** A picture as large as the window. */
export function PictureViewer({ file, onClose }: { file: File; onClose: () => void }) {
  const { canvas, problem } = useDrawnFile(file, 2_048);
  return (
    <Modal title={file.name} wide="very" onClose={onClose}>
      {problem ? (
        <ErrorLine>{picturesText.problems[problem]}</ErrorLine>
      ) : (
        <canvas
          ref={canvas}
          role="img"
          aria-label={file.name}
          className="mx-auto max-h-[75dvh] min-h-0 max-w-full rounded-md object-contain"
        />
      )}
    </Modal>
  );
}
