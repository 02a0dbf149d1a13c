// The stylesheet of the pages, compiled beside them: part of `npm run build`.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from 'sass';

const root = new URL('../../../', import.meta.url);
const path = (relative) => fileURLToPath(new URL(relative, root));
const { css } = compile(path('apps/web/styles/app.scss'), { style: 'compressed', loadPaths: [path('.')], quietDeps: true });
await mkdir(path('dist/apps/web/assets'), { recursive: true });
await writeFile(path('dist/apps/web/assets/app.css'), css);
