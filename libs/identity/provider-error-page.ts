const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/**
 * The page that a browser sees when signing in fails: no script, no style, and every member of `out` (which repeats what
 * the request said) escaped.
 */
export function errorPage(out: object): string {
  const details = Object.entries(out)
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(String(value))}</dd>`)
    .join('');
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>登录失败 · Sign-in failed</title></head>
<body><h1>登录失败 <span lang="en">Sign-in failed</span></h1><dl lang="en">${details}</dl></body>
</html>
`;
}
