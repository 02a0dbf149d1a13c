/** The same request as often as it must be sent: a body can be read only once. */
export async function sendable(request: Request): Promise<() => Request> {
  const { url, method, headers, signal, redirect } = request;
  const body = request.body ? await request.arrayBuffer() : undefined;
  return () => new Request(url, { method, headers, signal, redirect, body });
}
