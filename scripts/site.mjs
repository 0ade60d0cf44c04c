// The last steps of the site, as cargo-leptos takes them: bundle and minify the CSS, minify the script, and write each
// file's hash into its name.
//
//   node scripts/site.mjs STYLE_FILE BROWSERS PKG_FOLDER NAME

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";

import { minifySync } from "@swc/core";
import { bundle } from "lightningcss";

const [styleFile, browsers, pkg, name] = process.argv.slice(2);

const script = join(pkg, `${name}.js`);
const style = join(pkg, `${name}.css`);

writeFileSync(style, bundle({ filename: styleFile, minify: true, targets: targets(browsers) }).code);
writeFileSync(script, minifySync(readFileSync(script, "utf8"), { compress: true, mangle: true, module: true }).code);

const renamed = readdirSync(pkg, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name: old }) => ({ old, hashed: withHash(old) }));
for (const { old, hashed } of renamed) {
  renameSync(join(pkg, old), join(pkg, hashed));
}
const hashedScript = join(pkg, renamed.find(({ old }) => old === `${name}.js`).hashed);
writeFileSync(
  hashedScript,
  renamed.reduce((code, { old, hashed }) => code.replaceAll(old, hashed), readFileSync(hashedScript, "utf8")),
);

/** The name of a file with its hash before the extension. */
function withHash(file) {
  const hash = createHash("md5").update(readFileSync(join(pkg, file))).digest("base64url");
  const { name: stem, ext } = parse(file);
  return `${stem}.${hash}${ext}`;
}

/** Lightning CSS's form of a list like `chrome 123, safari 17.5`. */
function targets(list) {
  return Object.fromEntries(
    list.split(",").map((browser) => {
      const [, id, major, minor = "0"] = browser.match(/^\s*(\w+) (\d+)(?:\.(\d+))?\s*$/);
      return [id, (major << 16) | (minor << 8)];
    }),
  );
}
