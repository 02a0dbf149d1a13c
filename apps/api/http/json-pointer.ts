const MAX_SEGMENT = 100;

/**
 * RFC 6901. A client's own key may be as long as its body: the pointer then ends at the object that holds it, so that
 * an answer never repeats a request.
 */
export const jsonPointer = (path: readonly (string | number)[]): string => {
  const long = path.findIndex((segment) => String(segment).length > MAX_SEGMENT);
  const kept = long < 0 ? path : path.slice(0, long);
  return kept.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
};
