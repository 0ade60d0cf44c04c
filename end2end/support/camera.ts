import type { Locator } from "@playwright/test";
import jsQR from "jsqr";

/** What a camera reads there: a picture of the screen, and a reader that is not of our making. */
export async function scan(locator: Locator): Promise<string | undefined> {
  const picture = (await locator.screenshot()).toString("base64");
  const context = await locator.page().context().browser()?.newContext();
  const page = await context?.newPage();
  const pixels = await page?.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas?.drawImage(bitmap, 0, 0);
    const { width, height } = bitmap;
    return { width, height, data: [...(canvas?.getImageData(0, 0, width, height).data ?? [])] };
  }, picture);
  await context?.close();
  return pixels && jsQR(Uint8ClampedArray.from(pixels.data), pixels.width, pixels.height)?.data;
}
