/** Which methods a path answers to, for 405 and its Allow header. Fastify itself knows only "not found". */
export class RouteTable {
  private readonly routes: { segments: string[]; methods: Set<string> }[] = [];

  /** Remembers a route in the router's own notation (`/filings/:id`, `/oidc/*`). */
  add(url: string, methods: string | readonly string[]): void {
    this.routes.push({ segments: url.split('/'), methods: new Set([methods].flat()) });
  }

  /** The methods of all routes that this path (without query) fits, sorted; empty where it fits none. */
  methods(path: string): string[] {
    const segments = path.split('/');
    const fitting = this.routes.filter((route) => fits(route.segments, segments));
    return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].sort();
  }
}

const fits = (pattern: string[], path: string[]): boolean => {
  const wild = pattern.at(-1) === '*';
  if (wild ? path.length < pattern.length : path.length !== pattern.length) return false;
  const fixed = wild ? pattern.slice(0, -1) : pattern;
  return fixed.every((segment, i) => (segment.startsWith(':') ? path[i] !== '' : segment === path[i]));
};
