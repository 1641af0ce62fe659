// Bundles what the browser needs from npm and from src/ into the folder given as first argument:
// lib/xterm.js (npm), lib/terminal.js and lib/boot.js (ours) as ES modules, lib/xterm.css, fonts/*.woff2. Run by WebAssets.targets.
import { build } from "esbuild";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const target = process.argv[2];
if (!target) {
  console.error("usage: node build.mjs FOLDER");
  process.exit(2);
}

await build({
  entryPoints: { "lib/boot": "src/boot.js", "lib/terminal": "src/terminal.js", "lib/xterm": "src/xterm.js" },
  bundle: true,
  // Another module of its own: what comes from npm changes seldom and stays in the browser's cache.
  external: ["./xterm.js"],
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: target,
  legalComments: "eof",
  logLevel: "warning",
});

mkdirSync(join(target, "fonts"), { recursive: true });
const fonts = {
  "inter-latin": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "inter-latin-ext": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  "jetbrains-mono-latin": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  "jetbrains-mono-latin-ext": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2",
  "jetbrains-mono-latin-italic": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-italic.woff2",
  "jetbrains-mono-cyrillic": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-cyrillic-wght-normal.woff2",
  "jetbrains-mono-greek": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-greek-wght-normal.woff2",
};
for (const [name, file] of Object.entries(fonts)) {
  cpSync(join("node_modules", file), join(target, "fonts", name + ".woff2"));
}
