import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { parseSync } from 'vite';

// Holds the imports of all sources against .dependency-cruiser.cjs. dependency-cruiser 17 reads TypeScript only
// through a TypeScript below 7, so it is given a mirror of the sources that holds nothing but their imports (of types
// too), as read by the parser that is inside Vite.
const root = fileURLToPath(new URL('..', import.meta.url));
const mirror = join(root, '.cache/imports');
const SUFFIX = '.mjs';
const SOURCE = /\.tsx?$/;
/** Vite takes these as they are; they import nothing. */
const ASSET = /\.(css|svg|png)(\?.*)?$/;
const FOLDERS = ['commands', 'models', 'edge', 'gateway', 'dashboard', 'calibration'];

/** All sources, as paths from the project's folder. */
function sources() {
  const inside = (folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path));
  const all = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap(inside);
  return ['aisle.ts', ...all].filter((path) => SOURCE.test(path) && existsSync(join(root, path)));
}

/** All that a source imports, exports from, or imports while it runs (where that is a plain string). */
function specifiers(path, text) {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const exported = module.staticExports.flatMap((it) => it.entries.map((entry) => entry.moduleRequest?.value));
  const dynamic = module.dynamicImports.map((it) => text.slice(it.moduleRequest.start, it.moduleRequest.end));
  const quoted = dynamic.map((it) => /^(['"`])([^$]+)\1$/.exec(it)?.[2]);
  const found = [...module.staticImports.map((it) => it.moduleRequest.value), ...exported, ...quoted];
  return [...new Set(found.filter((it) => it !== undefined && !ASSET.test(it)))];
}

function writeMirror(paths) {
  rmSync(mirror, { recursive: true, force: true });
  for (const path of paths) {
    const lines = specifiers(path, readFileSync(join(root, path), 'utf8')).map((it) => {
      const own = it.startsWith('.') && SOURCE.test(it);
      return `import ${JSON.stringify(own ? it + SUFFIX : it)};\n`;
    });
    const target = join(mirror, path + SUFFIX);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, lines.join(''));
  }
}

const paths = sources();
writeMirror(paths);
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const result = await cruise(['.'], { ...options, ruleSet: { forbidden }, validate: true, baseDir: mirror });
const { violations, totalCruised } = result.output.summary;
const plain = (name) => name.replace(new RegExp(`${SUFFIX}$`), '');
const ownCruised = result.output.modules.filter(
  (it) => it.source.endsWith(`ts${SUFFIX}`) || it.source.endsWith(`tsx${SUFFIX}`),
);
if (ownCruised.length < paths.length) {
  throw new Error(`only ${ownCruised.length} of ${paths.length} sources were looked at: the check itself is at fault`);
}
for (const it of violations) {
  const circle = it.cycle === undefined ? '' : ` → ${it.cycle.map((step) => plain(step.name ?? step)).join(' → ')}`;
  console.log(`${plain(it.from)} → ${plain(it.to)}${circle}: ${it.rule.name}`);
}
console.log(`${paths.length} sources, ${totalCruised} modules, ${violations.length} imports that are not allowed`);
process.exitCode = violations.length === 0 ? 0 : 1;
