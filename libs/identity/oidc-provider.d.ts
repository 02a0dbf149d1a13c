// The package's entry file does nothing but warn about Node 20, where our own tests run all of it that we use, and
// export the first two again. They are imported from where they are; the version is pinned exactly.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}

declare module 'oidc-provider/lib/helpers/errors.js' {
  import { errors } from 'oidc-provider';
  export import InvalidTarget = errors.InvalidTarget;
  export import SessionNotFound = errors.SessionNotFound;
}

declare module 'oidc-provider/lib/helpers/als.js' {
  import { type AsyncLocalStorage } from 'node:async_hooks';
  const contexts: AsyncLocalStorage<unknown>;
  export default contexts;
}
