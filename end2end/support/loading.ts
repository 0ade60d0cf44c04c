import type { Page } from "@playwright/test";

/** Keeps the program of a page waiting, until what this gives is called. */
export async function holdProgram(page: Page): Promise<() => void> {
  let load = () => {};
  const loaded = new Promise<void>((resolve) => (load = resolve));
  await page.route("**/*.wasm", async (route) => {
    await loaded;
    await route.continue();
  });
  return load;
}
