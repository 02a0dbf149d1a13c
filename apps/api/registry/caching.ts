/** Nobody's secret: shared caches may keep it for a few seconds, and ask again by ETag. */
export const PUBLIC = 'public, max-age=5';
/** A moment that has passed does not change any more. */
export const SETTLED = 'public, max-age=3600';
