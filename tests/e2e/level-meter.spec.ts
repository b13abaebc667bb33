import { expect, makeCut, test } from './web.ts';

type Canvas = { getContext(kind: '2d'): { getImageData(...box: number[]): { data: number[] } } };

test('the level meter is green while the sound plays, and empty when it is paused', async ({ band, web }) => {
  const { place } = await makeCut(band);
  const page = await web.signIn(band.ben, `/#${place}`, { viewport: { width: 1280, height: 900 } });
  await page.getByRole('button', { name: 'Play Harbour v1' }).first().click();
  const isGreen = () =>
    page.locator('canvas[data-meter]').evaluate((canvas) => {
      const [red = 0, green = 0, blue = 0] = (canvas as unknown as Canvas)
        .getContext('2d')
        .getImageData(2, 4, 1, 1).data;
      return green > red && green > blue;
    });
  await expect.poll(isGreen).toBe(true);
  await page.getByRole('button', { name: 'Pause Harbour v1' }).first().click();
  await expect.poll(isGreen).toBe(false);
});
