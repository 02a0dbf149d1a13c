// Every read model that this release keeps.
import { filingCases } from './filing-cases.js';
import { type Projection } from './projection.js';
import { publicRegistry } from './public-registry.js';
import { subjects } from './subjects.js';

/** Each is of rows of its own; whoever keeps them does not look into them. */
export const readModels: readonly Projection<unknown>[] = [publicRegistry, filingCases, subjects].map(
  (model) => model as unknown as Projection<unknown>,
);
