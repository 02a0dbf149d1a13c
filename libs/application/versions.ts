// How what earlier releases stored becomes today's shape. A type that has no row stands at version 1, as every type does today.
import { upcaster, type Upcasts } from '#event-store/upcast.js';

export const upcasts: Upcasts = {};
export const { upcast, versionOf } = upcaster(upcasts);
